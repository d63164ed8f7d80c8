import { type Tensor, tensor, type DType, type TypedArray } from "@nn/core";
import { widenFloat16 } from "../float16";
import { toInt32 } from "../to-int32";
import { NpyError } from "./error";
import type { NpyArray } from "./npy-array";

/**
 * A tensor on the current backend: float16 widens to float32, integers of other widths become int32. A value that does
 * not fit is an error.
 */
export function npyToTensor(array: NpyArray): Tensor {
  const [data, dtype] = toHost(array);
  try {
    return tensor(data, { shape: array.shape, dtype });
  } catch (cause) {
    // Such as a backend that does not hold float64, or is out of memory.
    throw new NpyError((cause as Error).message, { cause });
  }
}

function toHost({ dtype, data }: NpyArray): [TypedArray, DType] {
  switch (dtype) {
    case "float16":
      return [widenFloat16(data), "float32"];
    case "int8":
    case "int16":
    case "uint16":
      return [Int32Array.from(data), "int32"];
    case "int64":
    case "uint32":
    case "uint64": {
      const refuse = (value: bigint | number, i: number): Error =>
        new NpyError(`element ${i} is ${value} (${dtype}), which int32 cannot hold; parseNpy and parseNpz give it`);
      return [toInt32(data, refuse), "int32"];
    }
    default:
      return [data, dtype];
  }
}

/** A tensor's elements as an array of the same dtype, as they are at the call. */
export async function tensorToNpy(t: Tensor): Promise<NpyArray> {
  const { dtype, shape } = t;
  return { dtype, shape, data: await t.data() } as NpyArray;
}
