import type { NpyData, NpyDType } from "./dtypes";

/**
 * An array as NumPy knows it, in row-major order. `data` is the typed array that fits `dtype`; bool is bytes 0 and 1,
 * float16 its bit patterns in a `Uint16Array`, int64 and uint64 are BigInts.
 */
export type NpyArray = {
  [D in NpyDType]: { readonly dtype: D; readonly shape: readonly number[]; readonly data: NpyData<D> };
}[NpyDType];
