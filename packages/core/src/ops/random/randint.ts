import { ArgumentError } from "../../errors";
import { scope } from "../../runtime/scope";
import type { Shape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { add } from "../binary/add";
import { remainder } from "../binary/remainder";
import { create } from "../creation/options";
import { cast } from "../shape/cast";
import { drawBits, type RandomOptions } from "./draw";

const LIMIT = 2 ** 31;

/** Random integers from `low` (0 when absent) up to but without `high`, int32 unless `dtype` says otherwise. */
export function randint(high: number, shape: Shape, options?: RandomOptions): Tensor;
export function randint(low: number, high: number, shape: Shape, options?: RandomOptions): Tensor;
export function randint(first: number, ...rest: readonly (number | Shape | RandomOptions | undefined)[]): Tensor {
  const [low, high] = typeof rest[0] === "number" ? [first, rest[0]] : [0, first];
  const [shape, options = {}] = (typeof rest[0] === "number" ? rest.slice(1) : rest) as [Shape, RandomOptions?];
  const range = high - low;
  if (
    !Number.isInteger(low) ||
    !Number.isInteger(high) ||
    low < -LIMIT ||
    high > LIMIT ||
    !(range > 0 && range < LIMIT)
  ) {
    throw new ArgumentError(`randint: expected int32 bounds low < high, less than 2^31 apart, got ${low} and ${high}`);
  }
  return create(options, () =>
    scope(() => cast(add(remainder(drawBits([...shape], options.generator), range), low), options.dtype ?? "int32")),
  );
}
