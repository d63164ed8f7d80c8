import type { DType, Shape, TypedArray } from "@nn/core";
import { fromHalf } from "./reference/memory";
import type { Bound } from "./tolerances";

/** The numbers that host data stands for. */
export function numbersOf(data: TypedArray, dtype: DType): ArrayLike<number> {
  return dtype === "float16" ? Array.from(data, fromHalf) : data;
}

/** What differs between two tensors' elements, in words; undefined when all lie within the bound. */
export function difference(
  what: string,
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  { rtol, atol, scaled }: Bound,
): string | undefined {
  if (actual.length !== expected.length) return `${what} has ${actual.length} elements, expected ${expected.length}`;
  let scale = 1;
  for (let i = 0; scaled && i < expected.length; i++) {
    const magnitude = Math.abs(expected[i]);
    if (magnitude > scale && magnitude < Infinity) scale = magnitude;
  }
  let wrong = 0;
  let worst = -1;
  let worstError = -1;
  for (let i = 0; i < expected.length; i++) {
    const [a, e] = [actual[i], expected[i]];
    if (a === e || (a !== a && e !== e)) continue;
    const error = Math.abs(a - e) / (rtol * Math.abs(e) + atol * scale);
    if (error <= 1) continue;
    wrong++;
    // NaN and infinities where numbers belong are worse than any number.
    const rank = error < Infinity ? error : Infinity;
    if (rank > worstError) [worst, worstError] = [i, rank];
  }
  if (wrong === 0) return undefined;
  return `${what}: element ${worst} is ${actual[worst]}, expected ${expected[worst]} (${wrong} of ${expected.length} differ)`;
}

export function shapeDifference(what: string, actual: Shape, expected: Shape): string | undefined {
  const same = actual.length === expected.length && actual.every((size, i) => size === expected[i]);
  return same ? undefined : `${what} has shape [${actual.join(",")}], expected [${expected.join(",")}]`;
}
