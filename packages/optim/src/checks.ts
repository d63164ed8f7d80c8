import { ArgumentError } from "@nn/core";

/** Throws unless `value` is a number of at least 0. */
export function checkNotNegative(owner: string, name: string, value: number): void {
  if (value >= 0) return;
  throw new ArgumentError(`${owner}: ${name} must be at least 0, got ${value}`);
}

/** Throws unless `value` lies in [0, 1). */
export function checkDecay(owner: string, name: string, value: number): void {
  if (value >= 0 && value < 1) return;
  throw new ArgumentError(`${owner}: ${name} must lie in [0, 1), got ${value}`);
}

/** Throws unless `value` is an integer of at least 1. */
export function checkInteger(owner: string, name: string, value: number): void {
  if (Number.isInteger(value) && value >= 1) return;
  throw new ArgumentError(`${owner}: ${name} must be an integer of at least 1, got ${value}`);
}
