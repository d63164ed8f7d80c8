import { storeUpTo } from "../lanes";
import { center, momentsOf, remainder, spread } from "./moments";

/** y = (x − shift) · scale + added, for `n` neighbours. */
function scaleRun(y: usize, x: usize, n: u32, shift: f32, scale: f32, added: f32): void {
  const down = f32x4.splat(shift);
  const factor = f32x4.splat(scale);
  const up = f32x4.splat(added);
  const bytes: usize = n << 2;
  let i: usize = 0;
  for (const pairs = bytes & ~31; i < pairs; i += 32) {
    const a = f32x4.add(f32x4.mul(f32x4.sub(v128.load(x + i), down), factor), up);
    const b = f32x4.add(f32x4.mul(f32x4.sub(v128.load(x + i, 16), down), factor), up);
    v128.store(y + i, a);
    v128.store(y + i, b, 16);
  }
  for (; i < bytes; i += 16) {
    storeUpTo(y + i, f32x4.add(f32x4.mul(f32x4.sub(v128.load(x + i), down), factor), up), bytes - i);
  }
}

/** ((x − shift) · scale + added) · weight at four neighbours. */
@inline
function weighted(x: usize, weight: usize, down: v128, factor: v128, up: v128): v128 {
  return f32x4.mul(f32x4.add(f32x4.mul(f32x4.sub(v128.load(x), down), factor), up), v128.load(weight));
}

/** y = ((x − shift) · scale + added) · weight + bias, with a weight, and a bias or none, for each of `n` neighbours. */
function scaleEach(y: usize, x: usize, n: u32, shift: f32, scale: f32, added: f32, weight: usize, bias: usize): void {
  const down = f32x4.splat(shift);
  const factor = f32x4.splat(scale);
  const up = f32x4.splat(added);
  const bytes: usize = n << 2;
  const pairs = bytes & ~31;
  let i: usize = 0;
  if (bias) {
    for (; i < pairs; i += 32) {
      const a = weighted(x + i, weight + i, down, factor, up);
      const b = weighted(x + i + 16, weight + i + 16, down, factor, up);
      v128.store(y + i, f32x4.add(a, v128.load(bias + i)));
      v128.store(y + i, f32x4.add(b, v128.load(bias + i, 16)), 16);
    }
  } else {
    for (; i < pairs; i += 32) {
      const a = weighted(x + i, weight + i, down, factor, up);
      const b = weighted(x + i + 16, weight + i + 16, down, factor, up);
      v128.store(y + i, a);
      v128.store(y + i, b, 16);
    }
  }
  for (; i < bytes; i += 16) {
    const v = weighted(x + i, weight + i, down, factor, up);
    storeUpTo(y + i, bias ? f32x4.add(v, v128.load(bias + i)) : v, bytes - i);
  }
}

/**
 * Statistics `from` to `to` of a normalisation: `step` bytes apart, each over `pieces` runs of `length` floats that
 * are `stride` bytes apart. The addresses of weight and bias are 0 where there is none. Not `centered`, there are no
 * means. `perPeriod` is 0 where each element of a run has a parameter of its own; else a run has one: for piece p of
 * statistic s that of place (s mod period) · perPeriod + p · perPiece.
 */
export function normalize(
  y: usize, means: usize, spreads: usize, x: usize, weight: usize, bias: usize, centered: u32, eps: f64, step: usize,
  pieces: u32, length: u32, stride: usize, period: u32, perPeriod: u32, perPiece: u32, from: u32, to: u32,
): void {
  for (; from < to; from++) {
    let at: usize = from * step;
    momentsOf(x + at, pieces, length, stride, centered);
    if (centered) store<f32>(means + (from << 2), (center as f64 + remainder) as f32);
    store<f32>(spreads + (from << 2), spread as f32);
    const scale = 1 / sqrt(spread + eps);
    if (weight && !perPeriod) {
      scaleEach(y + at, x + at, length, center, scale as f32, (-remainder * scale) as f32, weight, bias);
      continue;
    }
    let parameter: usize = ((from % period) * perPeriod) << 2;
    for (let p = pieces; p > 0; p--, at += stride, parameter += perPiece << 2) {
      const factor = weight ? scale * load<f32>(weight + parameter) : scale;
      const added = (bias ? load<f32>(bias + parameter) : 0) - remainder * factor;
      scaleRun(y + at, x + at, length, center, factor as f32, added as f32);
    }
  }
}
