import { ArgumentError, type Shape } from "@nn/core";

/** Throws unless all of `sizes` are integers of at least 1. */
export function checkSizes(layer: string, sizes: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(sizes)) {
    if (Number.isInteger(value) && value >= 1) continue;
    throw new ArgumentError(`${layer}: ${name} must be an integer of at least 1, got ${value}`);
  }
}

/** `value` for each of `count` dimensions. */
export function toSizes(layer: string, name: string, value: number | Shape, count: number): Shape {
  if (typeof value === "number") return Array.from({ length: count }, () => value);
  if (value.length === count) return value;
  throw new ArgumentError(`${layer}: ${name} must be one number or ${count}, got [${value.join(",")}]`);
}
