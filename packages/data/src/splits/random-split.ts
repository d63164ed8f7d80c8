import { ArgumentError } from "@nn/core";
import type { Dataset } from "../datasets/dataset";
import { Subset } from "../datasets/subset";
import { permutation, randomStream } from "../random";
import { areFractions, checkSeed, type SplitOptions } from "./shares";

/** One part per share. */
export type Parts<S, L extends readonly unknown[]> = { -readonly [K in keyof L]: Subset<S> };

/**
 * Splits a dataset at random into parts of the given lengths, which sum up to its length, or fractions, which sum up to
 * 1. Of fractions the parts are rounded down, and what is left goes to the first ones, one sample each, as in PyTorch.
 */
export function randomSplit<S, const L extends readonly number[]>(
  dataset: Dataset<S> | readonly S[],
  lengths: L,
  options: SplitOptions = {},
): Parts<S, L> {
  const { seed = 0 } = options;
  checkSeed("randomSplit", seed);
  const order = permutation(dataset.length, randomStream(seed, 0));
  let start = 0;
  const parts = lengthsOf(dataset.length, lengths).map((length) => {
    start += length;
    return new Subset(dataset, order.subarray(start - length, start));
  });
  return parts as Parts<S, L>;
}

function lengthsOf(total: number, lengths: readonly number[]): readonly number[] {
  if (areFractions(lengths)) {
    const parts = lengths.map((fraction) => Math.floor(total * fraction));
    let left = total - parts.reduce((sum, part) => sum + part, 0);
    for (let i = 0; left > 0; i = (i + 1) % parts.length, left--) parts[i]++;
    return parts;
  }
  const sum = lengths.reduce((all, length) => all + length, 0);
  if (lengths.every((length) => Number.isSafeInteger(length) && length >= 0) && sum === total) return lengths;
  throw new ArgumentError(
    `randomSplit: [${lengths}] must be lengths that sum up to the ${total} samples, or fractions that sum up to 1`,
  );
}
