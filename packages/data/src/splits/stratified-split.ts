import { ArgumentError } from "@nn/core";
import type { Dataset } from "../datasets/dataset";
import { Subset } from "../datasets/subset";
import { permutation, type RandomStream, randomStream } from "../random";
import type { Parts } from "./random-split";
import { areFractions, checkSeed, type SplitOptions } from "./shares";

/**
 * Splits a dataset at random into parts of the given fractions, each with the classes in the proportions of the whole:
 * one sample more or less per class and part. `labels` holds the class of every sample.
 */
export function stratifiedSplit<S, const L extends readonly number[]>(
  dataset: Dataset<S> | readonly S[],
  labels: ArrayLike<number | string>,
  fractions: L,
  options: SplitOptions = {},
): Parts<S, L> {
  const { seed = 0 } = options;
  checkSeed("stratifiedSplit", seed);
  if (labels.length !== dataset.length) {
    throw new ArgumentError(`stratifiedSplit: ${labels.length} labels for ${dataset.length} samples`);
  }
  if (!areFractions(fractions)) {
    throw new ArgumentError(`stratifiedSplit: fractions must be from 0 to 1 and sum up to 1, got [${fractions}]`);
  }
  const random = randomStream(seed, 0);
  const parts = fractions.map((): number[] => []);
  let seen = 0;
  for (const members of byClass(labels)) {
    for (const index of shuffled(members, random)) {
      seen++;
      parts[mostBehind(parts, fractions, seen)].push(index);
    }
  }
  return parts.map((part) => new Subset(dataset, shuffled(part, random))) as Parts<S, L>;
}

function byClass(labels: ArrayLike<number | string>): Iterable<number[]> {
  const classes = new Map<number | string, number[]>();
  for (let i = 0; i < labels.length; i++) {
    const members = classes.get(labels[i]);
    if (members === undefined) classes.set(labels[i], [i]);
    else members.push(i);
  }
  return classes.values();
}

function shuffled(indices: readonly number[], random: RandomStream): number[] {
  return Array.from(permutation(indices.length, random), (place) => indices[place]);
}

/** The part that lacks most of its share of the samples dealt out, which leaves none more than one sample off. */
function mostBehind(parts: readonly (readonly number[])[], fractions: readonly number[], seen: number): number {
  let most = 0;
  for (let i = 1; i < parts.length; i++) {
    if (fractions[i] * seen - parts[i].length > fractions[most] * seen - parts[most].length) most = i;
  }
  return most;
}
