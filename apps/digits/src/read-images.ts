import { crossEntropy, max, noGrad, softmax, tensor } from "@nn/core";
import type { Sequential } from "@nn/layers";
import { predict } from "@nn/train";
import { batchesOf, imagesOf } from "./data/batches";
import type { ImageSet } from "./data/load-images";
import type { Normalisation } from "./data/normalisation";

/** What a network makes of some images. */
export interface Reading {
  /** The likeliest class of each image. */
  readonly classes: Uint8Array;
  /** How sure the network is of it, from 0 to 1. */
  readonly probabilities: Float32Array;
  /** How many images of each class (rows) were taken for each class (columns). */
  readonly confusion: Confusion;
  /** The part of images that were read right, from 0 to 1. */
  readonly accuracy: number;
  /** The mean cross-entropy, in nats. */
  readonly loss: number;
}

export type Confusion = readonly (readonly number[])[];

/** Runs the network over all images of `set`. */
export async function readImages(
  network: Sequential,
  set: ImageSet,
  { mean, std }: Normalisation,
  signal: AbortSignal,
): Promise<Reading> {
  const scores = await predict(network, batchesOf(imagesOf(set), { mean, std, batchSize: 100 }), { signal });
  const { values, indices, loss } = noGrad(() => ({
    ...max(softmax(scores, { dim: 1 }), { dim: 1 }),
    loss: crossEntropy(scores, tensor(set.labels, { dtype: "int32" })),
  }));
  const [likeliest, probabilities, lossValue] = await Promise.all([indices.data(), values.data(), loss.item()]);
  const classes = Uint8Array.from(likeliest);
  const confusion = confusionOf(set.labels, classes, set.kind.classes.length);
  const right = confusion.reduce((sum, row, i) => sum + row[i], 0);
  return {
    classes,
    probabilities: Float32Array.from(probabilities),
    confusion,
    accuracy: right / set.count,
    loss: lossValue,
  };
}

export function confusionOf(labels: Uint8Array, predicted: Uint8Array, classes: number): Confusion {
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  labels.forEach((label, i) => counts[label][predicted[i]]++);
  return counts;
}
