import type { DType } from "@nn/core";

/** How kernels of the module that take any dtype number them. */
export const KINDS: Readonly<Record<string, number>> = {
  float32: 0,
  float64: 1,
  int32: 2,
  uint8: 3,
  bool: 3,
} satisfies Partial<Record<DType, number>>;
