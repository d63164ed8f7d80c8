import type { ImageSet } from "./load-images";

/** What brings pixels, from 0 to 255, to mean 0 and deviation 1: one number per channel. */
export interface Normalisation {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** Learns from the images that `rows` name. */
export function fitNormalisation({ images, kind }: ImageSet, rows: ArrayLike<number>): Normalisation {
  const { channels, side } = kind;
  const counts = Array.from({ length: channels }, () => new Float64Array(256));
  const size = side * side;
  for (let i = 0; i < rows.length; i++) {
    for (let channel = 0, at = rows[i] * channels * size; channel < channels; channel++, at += size) {
      const count = counts[channel];
      for (let pixel = at; pixel < at + size; pixel++) count[images[pixel]]++;
    }
  }
  const moments = counts.map((count) => momentsOf(count, rows.length * size));
  return { mean: moments.map(({ mean }) => mean), std: moments.map(({ std }) => std) };
}

/** Mean and deviation of the numbers from 0 on, of which number `i` occurs `counts[i]` times. */
function momentsOf(counts: Float64Array, total: number): { mean: number; std: number } {
  const mean = counts.reduce((sum, count, value) => sum + count * value, 0) / total;
  const variance = counts.reduce((sum, count, value) => sum + count * (value - mean) ** 2, 0) / total;
  // Pixels that never change stay what they are.
  return { mean, std: Math.sqrt(variance) || 1 };
}
