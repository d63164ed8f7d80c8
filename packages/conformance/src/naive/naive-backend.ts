import { hostArray, type Backend, type TypedArray } from "@nn/core";
import { naiveKernels } from "./kernels";

/**
 * The contract's meaning in the fewest lines: one element at a time, no fused kernels. For reading, for trying the
 * suite itself, and as the oracle of cases too large for golden files; far too slow for anything else.
 */
export function naiveBackend(): Backend {
  return {
    name: "naive",
    caps: { dtypes: new Set(["float32", "float64", "int32", "uint8", "bool"]), collectable: true },
    kernels: naiveKernels,
    fused: {},
    allocate: (dtype, length) => hostArray(dtype, length),
    free: () => undefined,
    write: (buffer, data) => (buffer as TypedArray).set(data),
    read: (buffer, _, offset, length) => Promise.resolve((buffer as TypedArray).slice(offset, offset + length)),
    readSync: (buffer, _, offset, length) => (buffer as TypedArray).slice(offset, offset + length),
    dispose: () => undefined,
  };
}
