import { ArgumentError } from "@nn/core";

/** The probability that a dropout layer was given, 0.5 when none was. */
export function checkProbability(layer: string, given: number | { p?: number }): number {
  const { p = 0.5 } = typeof given === "number" ? { p: given } : given;
  if (p >= 0 && p <= 1) return p;
  throw new ArgumentError(`${layer}: p must lie in [0, 1], got ${p}`);
}
