import { scratch } from "../scratch";
import { logOf } from "./log";
import { maxOfLine, powersOfLine, scaleLine } from "./line";

/** Rows `from` to `to` of y = −log softmax(x)[target], 0 where the target is to be ignored. */
export function crossEntropy(
  y: usize, x: usize, target: usize, classes: u32, ignoreIndex: i32, from: u32, to: u32,
): void {
  for (; from < to; from++) {
    const index = load<i32>(target + (from << 2));
    let loss: f32 = 0;
    if (index !== ignoreIndex) {
      const row = x + ((from * classes) << 2);
      const max = maxOfLine(row, classes);
      loss = logOf(powersOfLine(scratch + 1024, 0, row, classes, max)) - (load<f32>(row + (index << 2)) - max);
    }
    store<f32>(y + (from << 2), loss);
  }
}

/** Rows `from` to `to` of grad = g · (softmax(x) − the one-hot target), 0 where the target is to be ignored. */
export function crossEntropyGrad(
  grad: usize, g: usize, x: usize, target: usize, classes: u32, ignoreIndex: i32, from: u32, to: u32,
): void {
  for (; from < to; from++) {
    const index = load<i32>(target + (from << 2));
    const row = (from * classes) << 2;
    if (index === ignoreIndex) {
      memory.fill(grad + row, 0, classes << 2);
      continue;
    }
    const share = load<f32>(g + (from << 2));
    const sum = powersOfLine(grad + row, 32, x + row, classes, maxOfLine(x + row, classes));
    scaleLine(grad + row, classes, ((share as f64) / sum) as f32);
    const place = grad + row + (index << 2);
    store<f32>(place, load<f32>(place) - share);
  }
}
