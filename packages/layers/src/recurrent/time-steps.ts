import { slice, type Tensor } from "@nn/core";

/**
 * The parts of x [time, ...] along its first dimension, as views. They are cut out by halves: the gradient of a cut is as
 * large as what it is cut from, so that single cuts would take time · size instead of log₂(time) · size.
 */
export function timeSteps(x: Tensor): Tensor[] {
  const [time] = x.shape;
  if (time === 1) return [slice(x, [0])];
  const half = time >> 1;
  return [...timeSteps(slice(x, [[0, half]])), ...timeSteps(slice(x, [[half]]))];
}
