import { ArgumentError } from "@nn/core";

/** Throws unless `value` is a number of at least 0; Infinity means no limit. */
export function checkLimit(owner: string, name: string, value: number): void {
  if (typeof value === "number" && value >= 0) return;
  throw new ArgumentError(`${owner}: ${name} must be at least 0, got ${value}`);
}
