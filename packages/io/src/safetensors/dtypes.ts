/**
 * Bytes per element of each dtype, in the order in which the reference implementation lays tensors out: descending
 * alignment. Source: `Dtype` in https://github.com/huggingface/safetensors/blob/main/safetensors/src/tensor.rs, less
 * the dtypes of 4 and 6 bits.
 */
export const ITEM_SIZE = {
  U64: 8,
  I64: 8,
  F64: 8,
  C64: 8,
  F32: 4,
  U32: 4,
  I32: 4,
  BF16: 2,
  F16: 2,
  U16: 2,
  I16: 2,
  F8_E5M2FNUZ: 1,
  F8_E4M3FNUZ: 1,
  F8_E8M0: 1,
  F8_E4M3: 1,
  F8_E5M2: 1,
  I8: 1,
  U8: 1,
  BOOL: 1,
} as const;

export type SafetensorsDType = keyof typeof ITEM_SIZE;

export const SAFETENSORS_DTYPES = /* @__PURE__ */ Object.keys(ITEM_SIZE) as readonly SafetensorsDType[];

export function isSafetensorsDType(name: string): name is SafetensorsDType {
  return Object.hasOwn(ITEM_SIZE, name);
}
