import { DigitsError } from "../errors";
import { batchesOf, holdOut, type ImageBatches } from "./batches";
import { type ImageSet, loadImages } from "./load-images";
import { fitNormalisation, type Normalisation } from "./normalisation";
import type { Source } from "./source";

export interface TrainingDataOptions {
  readonly trainSize?: number;
  readonly testSize?: number;
  /** The part of the training images that is held out for validation. */
  readonly validation: number;
  readonly batchSize: number;
  readonly augment: boolean;
  readonly seed: number;
}

/** What a network is trained and tested with. */
export interface TrainingData {
  /** All images for training, those held out too. */
  readonly trainSet: ImageSet;
  readonly testSet: ImageSet;
  /** How many images are held out. */
  readonly heldOut: number;
  readonly training: ImageBatches;
  readonly validation: ImageBatches | undefined;
  /** Learned from the images that are trained on. */
  readonly normalisation: Normalisation;
}

export async function loadTrainingData(source: Source, options: TrainingDataOptions): Promise<TrainingData> {
  const { batchSize, augment, seed } = options;
  const trainSet = await loadImages(source, "train", options.trainSize);
  const testSet = await loadImages(source, "test", options.testSize);
  const { training, validation } = holdOut(trainSet, options.validation, seed);
  const { length } = training.images;
  if (batchSize > length) {
    throw new DigitsError(
      `--batch-size is ${batchSize}, but there are ${length} training images: take at most as many`,
    );
  }
  const normalisation = fitNormalisation(trainSet, training.rows);
  const varied = augment ? trainSet.kind.augment : undefined;
  return {
    trainSet,
    testSet,
    heldOut: validation?.images.length ?? 0,
    training: batchesOf(training.images, { ...normalisation, batchSize, seed, augment: varied }),
    validation: validation && batchesOf(validation.images, { ...normalisation, batchSize: 100 }),
    normalisation,
  };
}
