import { max, noGrad, softmax } from "@nn/core";
import type { LabelledImages } from "@nn/data";
import type { Sequential } from "@nn/layers";
import { batchesOf, CLASSES } from "./dataset";
import type { Progress } from "./progress";

/** What a network makes of some images: the likeliest digit of each, and how sure it is, from 0 to 1. */
export interface Predictions {
  readonly digits: Uint8Array;
  readonly probabilities: Float32Array;
}

export interface EvaluateOptions {
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** Runs the network over `set` without training it. */
export async function evaluate(
  model: Sequential,
  set: LabelledImages,
  { progress, signal }: EvaluateOptions,
): Promise<Predictions> {
  const digits = new Uint8Array(set.count);
  const probabilities = new Float32Array(set.count);
  let done = 0;
  model.eval();
  progress.start("testing", set.count);
  await noGrad(async () => {
    for await (const [pixels, labels] of batchesOf(set, { batchSize: 100 })) {
      const scores = model.forward(pixels.div(255));
      const { values, indices } = max(softmax(scores, { dim: 1 }), { dim: 1 });
      const [likeliest, chances] = await Promise.all([indices.data(), values.data()]);
      digits.set(likeliest, done);
      probabilities.set(chances, done);
      let hits = 0;
      for (let i = 0; i < likeliest.length; i++) if (likeliest[i] === set.labels[done + i]) hits++;
      done += labels.size;
      progress.advance(labels.size, hits);
      signal.throwIfAborted();
    }
  });
  progress.finish();
  return { digits, probabilities };
}

/** How many images of each digit (rows) were taken for each digit (columns). */
export type Confusion = readonly (readonly number[])[];

export function confusionOf(labels: Uint8Array, predicted: Uint8Array): Confusion {
  const counts = Array.from({ length: CLASSES }, () => new Array<number>(CLASSES).fill(0));
  labels.forEach((label, i) => counts[label][predicted[i]]++);
  return counts;
}

/** The part of images that were read right, from 0 to 1. */
export function accuracyOf(confusion: Confusion): number {
  const right = confusion.reduce((sum, row, digit) => sum + row[digit], 0);
  const all = confusion.flat().reduce((sum, count) => sum + count, 0);
  return right / all;
}
