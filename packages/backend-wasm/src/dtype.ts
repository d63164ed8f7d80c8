import type { DType } from "@nn/core";

/** As assembly/dtype.ts numbers them. */
export const DTYPE = { float32: 0, int32: 1, float64: 2, uint8: 3, bool: 4 } as Readonly<Record<DType, number>>;
