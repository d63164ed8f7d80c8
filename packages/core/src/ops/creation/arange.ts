import { checkDType } from "../../dtype";
import { ArgumentError } from "../../errors";
import { dispatch } from "../../runtime/dispatch";
import type { Tensor } from "../../tensor/tensor";
import { create, type CreationOptions } from "./options";

/**
 * start, start + step, ... up to but without `end` (start 0 and step 1 when absent); int32 when all three are integers,
 * else float32, unless `dtype` says otherwise.
 */
export function arange(end: number, options?: CreationOptions): Tensor;
export function arange(start: number, end: number, options?: CreationOptions): Tensor;
export function arange(start: number, end: number, step: number, options?: CreationOptions): Tensor;
export function arange(...args: readonly (number | CreationOptions | undefined)[]): Tensor {
  const numbers = args.filter((arg) => typeof arg === "number");
  const options = args.find((arg) => typeof arg === "object") ?? {};
  const [start, end, step = 1] = numbers.length === 1 ? [0, numbers[0]] : numbers;
  const length = Math.ceil((end - start) / step);
  if (!Number.isSafeInteger(length) || length < 0) {
    throw new ArgumentError(`arange: steps of ${step} do not lead from ${start} to ${end}`);
  }
  const integers = Number.isInteger(start) && Number.isInteger(end) && Number.isInteger(step);
  const dtype = checkDType("arange", options.dtype ?? (integers ? "int32" : "float32"));
  // A minus zero would be an odd length.
  return create(options, () => dispatch("arange", [], { length: length + 0, dtype, start, step }));
}
