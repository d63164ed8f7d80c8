import { tanh } from "../maths/tanh";
import { stepOf, storeStep } from "./steps";
import { sigmoidOfSums } from "./sums";

/** Rows `from` to `to` of the next state and the activated gates, from x's and h's gates and h, `size` wide. */
export function gruGates(
  next: usize, activated: usize, x: usize, h: usize, hidden: usize, size: usize, from: usize, to: usize,
): void {
  const width = size << 2;
  const step = stepOf(width);
  const last = width - step;
  for (let row = from; row < to; row++) {
    const states = row * width;
    const at = activated + states * 4;
    const fromX = x + states * 3;
    const fromH = h + states * 3;
    sigmoidOfSums(at, fromX, fromH, width * 2);
    for (let i: usize = 0; ; i = min(i + step, last)) {
      const candidateHidden = v128.load(fromH + width * 2 + i);
      const product = f32x4.mul(v128.load(at + i), candidateHidden);
      const candidate = tanh(f32x4.add(v128.load(fromX + width * 2 + i), product));
      const apart = f32x4.sub(v128.load(hidden + states + i), candidate);
      storeStep(next + states + i, f32x4.add(candidate, f32x4.mul(v128.load(at + width + i), apart)), step);
      storeStep(at + width * 2 + i, candidate, step);
      storeStep(at + width * 3 + i, candidateHidden, step);
      if (i == last) break;
    }
  }
}
