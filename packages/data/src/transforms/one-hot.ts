import { ArgumentError } from "@nn/core";
import type { HostArray } from "../datasets/host-array";

/** A row of zeros with a one at its index, per index: float32, [indices, numClasses]. */
export function oneHot(indices: ArrayLike<number>, numClasses: number): HostArray<Float32Array> {
  if (!Number.isSafeInteger(numClasses) || numClasses < 1) {
    throw new ArgumentError(`oneHot: numClasses must be an integer of at least 1, got ${numClasses}`);
  }
  const data = new Float32Array(indices.length * numClasses);
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i];
    if (!Number.isInteger(index) || index < 0 || index >= numClasses) {
      throw new ArgumentError(`oneHot: index ${i} is ${index}, expected an integer from 0 to ${numClasses - 1}`);
    }
    data[i * numClasses + index] = 1;
  }
  return { data, shape: [indices.length, numClasses] };
}
