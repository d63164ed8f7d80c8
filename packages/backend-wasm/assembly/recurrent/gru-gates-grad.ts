import { sigmoidSlope, tanhSlope } from "./slopes";
import { stepOf, storeStep } from "./steps";

/** Rows `from` to `to` of the gradients of x's gates, of h's gates and of h, `size` wide. */
export function gruGatesGrad(
  toX: usize, toH: usize, toHidden: usize, g: usize, activated: usize, hidden: usize, size: usize,
  from: usize, to: usize,
): void {
  const width = size << 2;
  const step = stepOf(width);
  const last = width - step;
  for (let row = from; row < to; row++) {
    for (let i: usize = 0; ; i = min(i + step, last)) {
      const state = row * width + i;
      const at = activated + row * width * 4 + i;
      const gate = row * width * 3 + i;
      const reset = v128.load(at);
      const update = v128.load(at + width);
      const candidate = v128.load(at + width * 2);
      const ofNext = v128.load(g + state);
      const toCandidate = f32x4.mul(f32x4.mul(ofNext, f32x4.sub(f32x4.splat(1), update)), tanhSlope(candidate));
      const toReset = f32x4.mul(f32x4.mul(toCandidate, v128.load(at + width * 3)), sigmoidSlope(reset));
      const apart = f32x4.sub(v128.load(hidden + state), candidate);
      const toUpdate = f32x4.mul(f32x4.mul(ofNext, apart), sigmoidSlope(update));
      storeStep(toX + gate, toReset, step);
      storeStep(toX + gate + width, toUpdate, step);
      storeStep(toX + gate + width * 2, toCandidate, step);
      storeStep(toH + gate, toReset, step);
      storeStep(toH + gate + width, toUpdate, step);
      storeStep(toH + gate + width * 2, f32x4.mul(toCandidate, reset), step);
      storeStep(toHidden + state, f32x4.mul(ofNext, update), step);
      if (i == last) break;
    }
  }
}
