import type { Backend, DType, FusedKernels, TypedArray } from "@nn/core";
import { plainKernels } from "./kernels";
import { dataOf, newBuffer, type PlainBuffer } from "./memory";

const DTYPE_LIST: readonly DType[] = ["float32", "float64", "float16", "int32", "uint8", "bool"];

/** A backend of plain loops over float64, every dtype and no speed: the oracle where golden files have no values. */
export function plainBackend(fused: FusedKernels = {}): Backend {
  return {
    name: "plain",
    caps: { dtypes: new Set(DTYPE_LIST), collectable: true },
    kernels: plainKernels,
    fused,
    allocate: newBuffer,
    free: (buffer) => {
      (buffer as PlainBuffer).data = undefined;
    },
    write: (buffer, data) => dataOf(buffer).set(data),
    read: (buffer, _dtype, offset, length) => Promise.resolve(copyOf(buffer, offset, length)),
    readSync: (buffer, _dtype, offset, length) => copyOf(buffer, offset, length),
    dispose: () => undefined,
  };
}

function copyOf(buffer: object, offset: number, length: number): TypedArray {
  return dataOf(buffer).slice(offset, offset + length);
}
