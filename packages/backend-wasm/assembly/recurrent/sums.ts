import { sigmoid } from "../maths/sigmoid";
import { tanh } from "../maths/tanh";
import { stepOf, storeStep } from "./steps";

/** y = sigmoid(a + b) over `bytes` bytes. */
export function sigmoidOfSums(y: usize, a: usize, b: usize, bytes: usize): void {
  const step = stepOf(bytes);
  const last = bytes - step;
  for (let i: usize = 0; ; i = min(i + step, last)) {
    storeStep(y + i, sigmoid(f32x4.add(v128.load(a + i), v128.load(b + i))), step);
    if (i == last) break;
  }
}

/** y = tanh(a + b) over `bytes` bytes. */
export function tanhOfSums(y: usize, a: usize, b: usize, bytes: usize): void {
  const step = stepOf(bytes);
  const last = bytes - step;
  for (let i: usize = 0; ; i = min(i + step, last)) {
    storeStep(y + i, tanh(f32x4.add(v128.load(a + i), v128.load(b + i))), step);
    if (i == last) break;
  }
}
