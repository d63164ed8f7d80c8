import { ArgumentError } from "@nn/core";
import type { LabelledImages } from "../labelled-images";
import { permutation, randomStream } from "../random";
import { develop } from "./develop";
import { GLYPHS } from "./glyphs";
import { paintGlyph } from "./paint";
import { SIDE } from "./size";
import { pick } from "./variates";

export interface GenerateDigitsOptions {
  readonly count: number;
  /** Seeds give unrelated images: take one for training and another for testing. Default: 0. */
  readonly seed?: number;
}

/**
 * Draws images of digits that look written by hand, for examples and tests that need no download. Every ten images in
 * a row hold every digit once. A seed gives the same bytes on every platform, and a larger count only adds images.
 */
export function generateDigits(options: GenerateDigitsOptions): LabelledImages {
  const { count, seed = 0 } = options;
  checkNatural("count", count);
  checkNatural("seed", seed);
  const images = new Uint8Array(count * SIDE * SIDE);
  const labels = new Uint8Array(count);
  const ink = new Float32Array(SIDE * SIDE);
  let order: ArrayLike<number> = [];
  for (let i = 0; i < count; i++) {
    const place = i % GLYPHS.length;
    // Negative indices are free: images count up from 0.
    if (place === 0) order = permutation(GLYPHS.length, randomStream(seed, ~i));
    labels[i] = order[place];
    const random = randomStream(seed, i);
    ink.fill(0);
    paintGlyph(pick(random, GLYPHS[labels[i]]), random, ink);
    develop(ink, random, images.subarray(i * SIDE * SIDE, (i + 1) * SIDE * SIDE));
  }
  return { images, labels, count, rows: SIDE, columns: SIDE };
}

function checkNatural(name: string, value: number): void {
  if (Number.isSafeInteger(value) && value >= 0) return;
  throw new ArgumentError(`generateDigits: ${name} must be a non-negative integer below 2^53, got ${value}`);
}
