import { ITEM_SIZE, type SafetensorsDType } from "./dtypes";
import { SafetensorsError } from "./error";
import { quote } from "./quote";

/** Bytes that `shape` elements of `dtype` take up; an error names the tensor when that is no safe integer. */
export function byteSize(name: string, dtype: SafetensorsDType, shape: readonly number[]): number {
  let size: number = ITEM_SIZE[dtype];
  for (const length of shape) {
    size *= length;
    if (!Number.isSafeInteger(size)) {
      throw new SafetensorsError(
        `tensor ${quote(name)}: shape [${shape}] of ${dtype} is too large, expected less than 2^53 bytes`,
      );
    }
  }
  return size;
}
