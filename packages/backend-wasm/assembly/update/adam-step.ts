import { storeLanes } from "../lanes";
import { place } from "../splat";

/** Bytes `i` to `end`, a multiple of 16 of them. */
function steps(
  nextParam: usize, nextM: usize, nextV: usize, nextMax: usize,
  param: usize, grad: usize, m: usize, v: usize, max: usize,
  beta1: f32, alpha1: f32, beta2: f32, alpha2: f32, stepSize: f32, rootScale: f32, eps: f32,
  shrink: f32, pull: f32, sign: f32, i: usize, end: usize,
): void {
  for (; i < end; i += 16) {
    const value = v128.load(param + i);
    let g = f32x4.mul(v128.load(grad + i), f32x4.splat(sign));
    if (pull != 0) g = f32x4.add(g, f32x4.mul(value, f32x4.splat(pull)));
    const mean = f32x4.add(f32x4.mul(v128.load(m + i), f32x4.splat(beta1)), f32x4.mul(g, f32x4.splat(alpha1)));
    const inflow = f32x4.mul(f32x4.mul(g, g), f32x4.splat(alpha2));
    let square = f32x4.add(f32x4.mul(v128.load(v + i), f32x4.splat(beta2)), inflow);
    v128.store(nextM + i, mean);
    v128.store(nextV + i, square);
    if (nextMax) {
      square = f32x4.max(v128.load(max + i), square);
      v128.store(nextMax + i, square);
    }
    const root = f32x4.add(f32x4.mul(f32x4.sqrt(square), f32x4.splat(rootScale)), f32x4.splat(eps));
    const move = f32x4.div(f32x4.mul(mean, f32x4.splat(stepSize)), root);
    v128.store(nextParam + i, f32x4.sub(f32x4.mul(value, f32x4.splat(shrink)), move));
  }
}

/**
 * Elements `from` to `to` of a step of Adam or AdamW in float32; without AMSGrad the addresses of maxima are 0.
 * PyTorch's formulas: https://pytorch.org/docs/stable/generated/torch.optim.Adam.html; the caller gives
 * alpha = 1 − beta, stepSize = lr / (1 − beta1^step), rootScale = 1 / √(1 − beta2^step), as `shrink` what decoupled
 * decay leaves of the parameter, and as `pull` the other kind of decay.
 */
export function adamStep(
  nextParam: usize, nextM: usize, nextV: usize, nextMax: usize,
  param: usize, grad: usize, m: usize, v: usize, max: usize,
  beta1: f32, alpha1: f32, beta2: f32, alpha2: f32, stepSize: f32, rootScale: f32, eps: f32,
  shrink: f32, pull: f32, sign: f32, from: usize, to: usize,
): void {
  const rest = (to - from) & 3;
  const done = (to - rest) << 2;
  steps(
    nextParam, nextM, nextV, nextMax, param, grad, m, v, max,
    beta1, alpha1, beta2, alpha2, stepSize, rootScale, eps, shrink, pull, sign, from << 2, done,
  );
  if (!rest) return;
  steps(
    place(0), place(1), place(2), nextMax ? place(3) : 0,
    param + done, grad + done, m + done, v + done, max + done,
    beta1, alpha1, beta2, alpha2, stepSize, rootScale, eps, shrink, pull, sign, 0, 16,
  );
  storeLanes(nextParam + done, v128.load(place(0)), rest << 2);
  storeLanes(nextM + done, v128.load(place(1)), rest << 2);
  storeLanes(nextV + done, v128.load(place(2)), rest << 2);
  if (nextMax) storeLanes(nextMax + done, v128.load(place(3)), rest << 2);
}
