import { tanh } from "../maths/tanh";
import { stepOf, storeStep } from "./steps";
import { sigmoidOfSums, tanhOfSums } from "./sums";

/** Rows `from` to `to` of the next states and the activated gates, from x's and h's gates and c, `size` wide. */
export function lstmGates(
  nextHidden: usize, nextCell: usize, activated: usize, x: usize, h: usize, c: usize, size: usize,
  from: usize, to: usize,
): void {
  const width = size << 2;
  const step = stepOf(width);
  const last = width - step;
  for (let row = from; row < to; row++) {
    const states = row * width;
    const gates = states * 4;
    const at = activated + gates;
    sigmoidOfSums(at, x + gates, h + gates, width * 2);
    tanhOfSums(at + width * 2, x + gates + width * 2, h + gates + width * 2, width);
    sigmoidOfSums(at + width * 3, x + gates + width * 3, h + gates + width * 3, width);
    for (let i: usize = 0; ; i = min(i + step, last)) {
      const input = v128.load(at + i);
      const forget = v128.load(at + width + i);
      const candidate = v128.load(at + width * 2 + i);
      const output = v128.load(at + width * 3 + i);
      const next = f32x4.add(f32x4.mul(forget, v128.load(c + states + i)), f32x4.mul(input, candidate));
      storeStep(nextCell + states + i, next, step);
      storeStep(nextHidden + states + i, f32x4.mul(output, tanh(next)), step);
      if (i == last) break;
    }
  }
}
