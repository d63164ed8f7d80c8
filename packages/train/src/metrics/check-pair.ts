import { Tensor } from "@nn/core";
import { TrainError } from "../error";

/** Throws unless output and target are tensors; `name` is the metric that was given them. */
export function checkTensors(name: string, output: unknown, target: unknown): void {
  if (!(output instanceof Tensor)) {
    throw new TrainError(`${name}: the output must be a tensor, got ${describe(output)}; give update the right part`);
  }
  if (!(target instanceof Tensor))
    throw new TrainError(`${name}: the target must be a tensor, got ${describe(target)}`);
}

/** Throws unless output and target have one shape: broadcasting would compare each sample with all others. */
export function checkSameShape(name: string, output: Tensor, target: Tensor): void {
  checkTensors(name, output, target);
  if (`${output.shape}` === `${target.shape}`) return;
  throw new TrainError(
    `${name}: the target [${target.shape}] must have the shape of the output [${output.shape}]; reshape one of them`,
  );
}

function describe(value: unknown): string {
  return Array.isArray(value) ? "an array" : value === null ? "null" : typeof value;
}
