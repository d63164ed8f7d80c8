import { tanh } from "../maths/tanh";
import { sigmoidSlope, tanhSlope } from "./slopes";
import { stepOf, storeStep } from "./steps";

/** Rows `from` to `to` of the gradients of the gates and of c, `size` wide. */
export function lstmGatesGrad(
  toGates: usize, toCell: usize, ofHidden: usize, ofCell: usize, activated: usize, c: usize, nextCell: usize,
  size: usize, from: usize, to: usize,
): void {
  const width = size << 2;
  const step = stepOf(width);
  const last = width - step;
  for (let row = from; row < to; row++) {
    for (let i: usize = 0; ; i = min(i + step, last)) {
      const state = row * width + i;
      const gate = row * width * 4 + i;
      const input = v128.load(activated + gate);
      const forget = v128.load(activated + gate + width);
      const candidate = v128.load(activated + gate + width * 2);
      const output = v128.load(activated + gate + width * 3);
      const shown = tanh(v128.load(nextCell + state));
      const g = v128.load(ofHidden + state);
      const toNext = f32x4.add(v128.load(ofCell + state), f32x4.mul(f32x4.mul(g, output), tanhSlope(shown)));
      const at = toGates + gate;
      storeStep(at, f32x4.mul(f32x4.mul(toNext, candidate), sigmoidSlope(input)), step);
      storeStep(at + width, f32x4.mul(f32x4.mul(toNext, v128.load(c + state)), sigmoidSlope(forget)), step);
      storeStep(at + width * 2, f32x4.mul(f32x4.mul(toNext, input), tanhSlope(candidate)), step);
      storeStep(at + width * 3, f32x4.mul(f32x4.mul(g, shown), sigmoidSlope(output)), step);
      storeStep(toCell + state, f32x4.mul(toNext, forget), step);
      if (i == last) break;
    }
  }
}
