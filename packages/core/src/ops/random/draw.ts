import { isFloat, type DType } from "../../dtype";
import { DTypeError } from "../../errors";
import { dispatch } from "../../runtime/dispatch";
import { checkShape, sizeOf, type Shape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import type { CreationOptions } from "../creation/options";
import { cast } from "../shape/cast";
import type { Generator } from "./generator";
import { defaultGenerator } from "./manual-seed";

/** What every function that makes random tensors accepts. */
export interface RandomOptions extends CreationOptions {
  /** Where the numbers come from; the generator of `manualSeed` when absent. */
  generator?: Generator;
}

/** Random 32-bit words as int32, two to a block of the generator. */
export function drawBits(shape: Shape, generator: Generator = defaultGenerator()): Tensor {
  checkShape("random", shape);
  const state = generator.take(Math.ceil(sizeOf(shape) / 2));
  return dispatch("random", [], { kind: "bits", shape, dtype: "int32", ...state });
}

/** Random numbers in [0, 1): multiples of 2⁻²⁴ in float32, of 2⁻⁵³ in float64. */
export function drawUniform(shape: Shape, dtype: DType, generator: Generator = defaultGenerator()): Tensor {
  checkShape("random", shape);
  if (dtype === "float16") return cast(drawUniform(shape, "float32", generator), dtype);
  const size = sizeOf(shape);
  const state = generator.take(dtype === "float64" ? size : Math.ceil(size / 2));
  return dispatch("random", [], { kind: "uniform", shape, dtype, ...state });
}

/** The dtype of real random numbers: float32 unless `options` name another floating one. */
export function floatDType(op: string, { dtype = "float32" }: CreationOptions): DType {
  if (isFloat(dtype)) return dtype;
  throw new DTypeError(`${op}: expected a floating dtype, got ${dtype}`);
}
