import type { Total } from "./line-program";

/** The maximum of a line, and the sum of the powers of e of its elements, shifted so that nothing overflows. */
export const EXPONENTIALS: readonly Total[] = [
  { name: "top", op: "max", of: "x" },
  { name: "total", op: "sum", of: "exp(x - top)" },
];
