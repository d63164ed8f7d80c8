/**
 * Bits per element of each dtype, in the order in which the reference implementation lays tensors out: descending
 * `Dtype`. Source: https://github.com/huggingface/safetensors/blob/main/safetensors/src/tensor.rs
 */
export const ITEM_BITS = {
  U64: 64,
  I64: 64,
  F64: 64,
  C64: 64,
  F32: 32,
  U32: 32,
  I32: 32,
  BF16: 16,
  F16: 16,
  U16: 16,
  I16: 16,
  F8_E5M2FNUZ: 8,
  F8_E4M3FNUZ: 8,
  F8_E8M0: 8,
  F8_E4M3: 8,
  F8_E5M2: 8,
  I8: 8,
  U8: 8,
  F6_E3M2: 6,
  F6_E2M3: 6,
  F4: 4,
  BOOL: 8,
} as const;

export type SafetensorsDType = keyof typeof ITEM_BITS;

export const SAFETENSORS_DTYPES = /* @__PURE__ */ Object.keys(ITEM_BITS) as readonly SafetensorsDType[];

export function isSafetensorsDType(name: string): name is SafetensorsDType {
  return Object.hasOwn(ITEM_BITS, name);
}
