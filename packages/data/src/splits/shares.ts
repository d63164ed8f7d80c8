import { ArgumentError } from "@nn/core";

/** What rounding may leave of a sum of fractions. */
const SLACK = 1e-6;

export interface SplitOptions {
  /** What the choice depends on. Default: 0. */
  readonly seed?: number;
}

/** Whether `shares` lie in 0 to 1 and sum up to 1. */
export function areFractions(shares: readonly number[]): boolean {
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.every((share) => share >= 0 && share <= 1) && Math.abs(sum - 1) <= SLACK;
}

export function checkSeed(name: string, seed: number): void {
  if (Number.isSafeInteger(seed) && seed >= 0) return;
  throw new ArgumentError(`${name}: seed must be a non-negative integer below 2^53, got ${seed}`);
}
