import type { SafetensorsDType } from "./dtypes";

/** A tensor as the file holds it: little-endian elements in row-major order. */
export interface RawTensor {
  readonly dtype: SafetensorsDType;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}
