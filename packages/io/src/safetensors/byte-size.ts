import { quote } from "../quote";
import { ITEM_BITS, type SafetensorsDType } from "./dtypes";
import { SafetensorsError } from "./error";

/** Bytes that `shape` elements of `dtype` take up; an error names the tensor when they are too many or no whole number. */
export function byteSize(name: string, dtype: SafetensorsDType, shape: readonly number[]): number {
  let bits: number = ITEM_BITS[dtype];
  for (const length of shape) {
    bits *= length;
    if (!Number.isSafeInteger(bits)) {
      throw new SafetensorsError(
        `tensor ${quote(name)}: shape [${shape}] of ${dtype} is too large, expected less than 2^50 bytes`,
      );
    }
  }
  if (bits % 8 !== 0) {
    throw new SafetensorsError(
      `tensor ${quote(name)}: shape [${shape}] of ${dtype} takes ${bits} bits, expected a multiple of 8`,
    );
  }
  return bits / 8;
}
