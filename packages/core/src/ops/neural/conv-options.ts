import { ArgumentError } from "../../errors";
import { checkInteger } from "../../shape";

/** One number for both dimensions, or [vertical, horizontal]. */
export type Size2 = number | readonly [vertical: number, horizontal: number];

/** Zeros on both sides, "valid" for none, or "same" for as many as keep the size (with a stride of 1). */
export type ConvPadding<Size> = Size | "same" | "valid";

/** An option of one or two numbers as a pair of integers of at least `least`. */
export function toPair(op: string, name: string, value: Size2, least: number): [number, number] {
  const pair = typeof value === "number" ? [value, value] : value;
  if (pair.length !== 2) throw new ArgumentError(`${op}: ${name} must be a number or a pair, got [${pair}]`);
  for (const size of pair) checkInteger(op, name, size, least);
  return [pair[0], pair[1]];
}

/** The zeros before and after one dimension. */
export function padAround(
  op: string,
  padding: number | "same" | "valid",
  { taps, stride, dilation }: { taps: number; stride: number; dilation: number },
): [before: number, after: number] {
  if (padding === "valid") return [0, 0];
  if (padding === "same") {
    if (stride !== 1) throw new ArgumentError(`${op}: padding "same" needs a stride of 1, got ${stride}`);
    const total = dilation * (taps - 1);
    // An odd zero goes behind, as in PyTorch.
    return [Math.floor(total / 2), Math.ceil(total / 2)];
  }
  if (typeof padding !== "number") {
    throw new ArgumentError(`${op}: padding must be "same", "valid" or numbers, got ${JSON.stringify(padding)}`);
  }
  checkInteger(op, "padding", padding, 0);
  return [padding, padding];
}
