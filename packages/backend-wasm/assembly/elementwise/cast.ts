import { DType } from "../dtype";
import { toInt } from "../to-int";

@inline
function loop<From, To>(y: usize, x: usize, i: usize, end: usize): void {
  for (; i < end; i++) {
    const value = load<From>(x + i * sizeof<From>());
    const at = y + i * sizeof<To>();
    if (isBoolean<To>()) store<u8>(at, <u8>(value != 0));
    else if (isFloat<From>() && isInteger<To>()) store<To>(at, <To>toInt(value));
    else store<To>(at, <To>value);
  }
}

@inline
function loopFrom<From>(dtype: u32, y: usize, x: usize, from: usize, to: usize): void {
  switch (dtype) {
    case DType.f32: loop<From, f32>(y, x, from, to); break;
    case DType.i32: loop<From, i32>(y, x, from, to); break;
    case DType.f64: loop<From, f64>(y, x, from, to); break;
    case DType.u8: loop<From, u8>(y, x, from, to); break;
    default: loop<From, bool>(y, x, from, to);
  }
}

/** Bytes to float32, four at once: pictures, masks. */
@inline
function bytesToF32(y: usize, x: usize, i: usize, end: usize): void {
  for (; i < end; i += 4) {
    const words = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(x + i)));
    v128.store(y + (i << 2), f32x4.convert_i32x4_s(words));
  }
}

/** Elements `from` to `to` of x in another dtype. To integers they truncate and wrap; NaN becomes 0. */
export function cast(source: u32, target: u32, y: usize, x: usize, from: usize, to: usize): void {
  if (source >= <u32>DType.u8) {
    if (target == DType.f32) {
      const whole = to - ((to - from) & 3);
      bytesToF32(y, x, from, whole);
      from = whole;
    }
    loopFrom<u8>(target, y, x, from, to);
  } else if (source == DType.f32) loopFrom<f32>(target, y, x, from, to);
  else if (source == DType.i32) loopFrom<i32>(target, y, x, from, to);
  else loopFrom<f64>(target, y, x, from, to);
}
