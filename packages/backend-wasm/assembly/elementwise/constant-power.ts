@unmanaged class Square { @inline v(x: v128): v128 { return f32x4.mul(x, x); } }
@unmanaged class Reciprocal { @inline v(x: v128): v128 { return f32x4.div(f32x4.splat(1), x); } }
@unmanaged class Cube {
  /** In double precision, so that only the result is rounded. */
  @inline v(x: v128): v128 {
    const low = f64x2.promote_low_f32x4(x);
    const high = f64x2.promote_low_f32x4(i64x2.shuffle(x, x, 1, 1));
    const lowCube = f32x4.demote_f64x2_zero(f64x2.mul(f64x2.mul(low, low), low));
    const highCube = f32x4.demote_f64x2_zero(f64x2.mul(f64x2.mul(high, high), high));
    return i64x2.shuffle(lowCube, highCube, 0, 2);
  }
}
@unmanaged class Root {
  /** Unlike `sqrt`, powers of −0 and −∞ are 0 and ∞. */
  @inline v(x: v128): v128 {
    const infinity = f32x4.splat(Infinity);
    x = v128.andnot(x, v128.and(i32x4.splat(1 << 31), f32x4.eq(f32x4.abs(x), infinity)));
    return f32x4.sqrt(f32x4.add(x, f32x4.splat(0)));
  }
}

@inline
function loop<Op>(y: usize, a: usize, mask: usize, i: usize, end: usize): void {
  for (; i < end; i += 16) v128.store(y + i, changetype<Op>(0).v(v128.load(a + (i & mask))));
}

/** Bytes `from` to `to` of y = a to one of the powers 2, 3, ½ and −1, each correctly rounded; of others gives false. */
export function constantPower(y: usize, a: usize, mask: usize, power: f32, from: usize, to: usize): bool {
  if (power == 2) loop<Square>(y, a, mask, from, to);
  else if (power == 3) loop<Cube>(y, a, mask, from, to);
  else if (power == 0.5) loop<Root>(y, a, mask, from, to);
  else if (power == -1) loop<Reciprocal>(y, a, mask, from, to);
  else return false;
  return true;
}
