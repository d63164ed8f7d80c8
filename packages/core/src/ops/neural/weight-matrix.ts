import { tensor } from "../creation/tensor";
import { cast } from "../shape/cast";
import type { Tensor } from "../../tensor/tensor";

/** Which elements of a row an output is made of, with the weight of each. */
export type WeightedSum = readonly (readonly [position: number, weight: number])[];

/** The matrix [outputs, inputs] that takes weighted sums of `inputs` elements, with the dtype and backend of `like`. */
export function weightMatrix(like: Tensor, inputs: number, sums: readonly WeightedSum[]): Tensor {
  const elements = new Float64Array(sums.length * inputs);
  sums.forEach((sum, row) => {
    for (const [position, weight] of sum) elements[row * inputs + position] += weight;
  });
  const dtype = like.dtype === "float64" ? "float64" : "float32";
  return cast(tensor(elements, { shape: [sums.length, inputs], dtype, backend: like.backend }), like.dtype);
}
