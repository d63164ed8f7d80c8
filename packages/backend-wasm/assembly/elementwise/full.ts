import { DType } from "../dtype";
import { place } from "../splat";
import { toInt } from "../to-int";

/** Elements `from` to `to` of y become `value`. */
export function full(dtype: u32, y: usize, value: f64, from: usize, to: usize): void {
  const shift: usize = dtype == DType.f64 ? 3 : dtype >= <u32>DType.u8 ? 0 : 2;
  const v = dtype == DType.f32 ? f32x4.splat(<f32>value)
    : dtype == DType.f64 ? f64x2.splat(value)
    : dtype == DType.i32 ? i32x4.splat(toInt(value))
    : i8x16.splat(<i8>toInt(value));
  const end = y + (to << shift);
  const rest = ((to - from) << shift) & 15;
  y += from << shift;
  for (; y < end - rest; y += 16) v128.store(y, v);
  v128.store(place(0), v);
  memory.copy(y, place(0), rest);
}

/** Elements `from` to `to` of y become start + i · step, computed in double precision. */
export function arange(dtype: u32, y: usize, start: f64, step: f64, from: usize, to: usize): void {
  for (let i = from; i < to; i++) {
    const value = start + <f64>i * step;
    if (dtype == DType.f32) store<f32>(y + (i << 2), <f32>value);
    else if (dtype == DType.f64) store<f64>(y + (i << 3), value);
    else if (dtype == DType.i32) store<i32>(y + (i << 2), toInt(value));
    else store<u8>(y + i, <u8>toInt(value));
  }
}
