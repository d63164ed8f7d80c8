import { storeLanes } from "../lanes";
import { scratch } from "../scratch";
import { toFloats, upperHalf } from "../vectors";

@unmanaged class Sum {
  @inline of<A>(a: A, b: A): A { return a + b; }
  @inline doubles(a: v128, b: v128): v128 { return f64x2.add(a, b); }
}
@unmanaged class Prod {
  @inline of<A>(a: A, b: A): A { return a * b; }
  @inline doubles(a: v128, b: v128): v128 { return f64x2.mul(a, b); }
}

/** One line of `length` elements that are `step` bytes apart, its running result of type A. */
@inline
function line<T, A, Op>(y: usize, x: usize, length: u32, step: usize, result: A): void {
  const op = changetype<Op>(0);
  for (; length > 0; length--, x += step, y += step) {
    result = op.of<A>(result, load<T>(x) as A);
    store<T>(y, result as T);
  }
}

/** `count` neighbouring lines of floats, their running results in double precision. */
@inline
function lines<Op>(y: usize, x: usize, count: u32, length: u32, step: usize, initial: f64): void {
  const op = changetype<Op>(0);
  const results = scratch + 1024;
  const bytes: usize = count << 2;
  for (let i: usize = 0; i < bytes << 1; i += 16) v128.store(results + i, f64x2.splat(initial));
  for (; length > 0; length--, x += step, y += step) {
    for (let i: usize = 0; i < bytes; i += 16) {
      const at = results + (i << 1);
      const v = v128.load(x + i);
      const low = op.doubles(v128.load(at), f64x2.promote_low_f32x4(v));
      const high = op.doubles(v128.load(at, 16), f64x2.promote_low_f32x4(upperHalf(v)));
      v128.store(at, low);
      v128.store(at, high, 16);
      if (bytes - i < 16) storeLanes(y + i, toFloats(low, high), bytes - i);
      else v128.store(y + i, toFloats(low, high));
    }
  }
}

/**
 * Units `from` to `to` of running results in a contiguous [outer, length, inner] tensor: `tile` or fewer of the
 * `inner` neighbouring lines. `kind` is 1 for products, plus 2 times the dtype: float32 in tiles, float32, float64,
 * int32, uint8 one by one (`tile` 1).
 */
export function cumulative(
  kind: u32, y: usize, x: usize, bytes: usize, length: u32, inner: u32, tile: u32, from: u32, to: u32,
): void {
  const tiles = (inner + tile - 1) / tile;
  const step = inner * bytes;
  for (; from < to; from++) {
    const outer = from / tiles;
    const first = (from - outer * tiles) * tile;
    const at = outer * length * step + first * bytes;
    const count = min(tile, inner - first);
    switch (kind) {
      case 0: lines<Sum>(y + at, x + at, count, length, step, 0); break;
      case 1: lines<Prod>(y + at, x + at, count, length, step, 1); break;
      case 2: line<f32, f64, Sum>(y + at, x + at, length, step, 0); break;
      case 3: line<f32, f64, Prod>(y + at, x + at, length, step, 1); break;
      case 4: line<f64, f64, Sum>(y + at, x + at, length, step, 0); break;
      case 5: line<f64, f64, Prod>(y + at, x + at, length, step, 1); break;
      case 6: line<i32, i32, Sum>(y + at, x + at, length, step, 0); break;
      case 7: line<i32, i32, Prod>(y + at, x + at, length, step, 1); break;
      case 8: line<u8, i32, Sum>(y + at, x + at, length, step, 0); break;
      case 9: line<u8, i32, Prod>(y + at, x + at, length, step, 1); break;
    }
  }
}
