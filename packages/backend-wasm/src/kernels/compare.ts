import type { CompareOp, Kernel, Primitives } from "@nn/core";
import { DTYPE } from "../dtype";
import type { Machine } from "../machine/machine";
import { runPair } from "../pair";

const SWAPPED = 1;
const INVERTED = 2;

/** An op of assembly/elementwise/compare.ts · 4, and what becomes of operands and result. */
const OPS: Readonly<Record<CompareOp, number>> = {
  eq: 0,
  ne: 0 + INVERTED,
  lt: 4,
  gt: 4 + SWAPPED,
  le: 8,
  ge: 8 + SWAPPED,
  logicalAnd: 12,
  logicalOr: 16,
};

/** Elements in 50 µs or more. */
const GRAIN = 2 ** 18;

export const compare =
  (machine: Machine): Kernel<Primitives["compare"]> =>
  ([a, b], [y], { op }) => {
    const code = DTYPE[a.dtype] * 32 + OPS[op];
    if (code & SWAPPED) runPair(machine, "compare", code, GRAIN, y, b, a);
    else runPair(machine, "compare", code, GRAIN, y, a, b);
  };
