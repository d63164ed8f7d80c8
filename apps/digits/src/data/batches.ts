import {
  compose,
  DataLoader,
  type Dataset,
  type HostArray,
  normalize,
  stratifiedSplit,
  TensorDataset,
  type Transform,
} from "@nn/data";
import { DigitsError } from "../errors";
import type { ImageSet } from "./load-images";
import type { Normalisation } from "./normalisation";

/** Images [channels, rows, columns] and their classes. */
export type Images = Dataset<readonly [HostArray, HostArray]>;

/** The images and the rows of the set that they are. */
export interface Part {
  readonly images: Images;
  readonly rows: ArrayLike<number>;
}

/** The whole set. */
export function imagesOf({ images, labels, count, kind }: ImageSet): Images {
  const { channels, side } = kind;
  return new TensorDataset<[HostArray, HostArray]>(
    { data: images, shape: [count, channels, side, side] },
    { data: labels, shape: [count], dtype: "int32" },
  );
}

/** Holds out `share` of the images for validation, with the classes in the proportions of the whole. */
export function holdOut(set: ImageSet, share: number, seed: number): { training: Part; validation: Part | undefined } {
  const all = imagesOf(set);
  if (share === 0)
    return { training: { images: all, rows: Uint32Array.from(set.labels, (_, i) => i) }, validation: undefined };
  const [training, validation] = stratifiedSplit(all, set.labels, [1 - share, share], { seed });
  if (training.length === 0 || validation.length === 0) {
    throw new DigitsError(
      `--validation ${share} of ${set.count} training images leaves ${training.length} to train on and ` +
        `${validation.length} to validate with, expected at least 1 of each`,
    );
  }
  return {
    training: { images: training, rows: training.indices },
    validation: { images: validation, rows: validation.indices },
  };
}

export interface BatchOptions extends Normalisation {
  readonly batchSize: number;
  /** What the order depends on; without it images come as they lie. */
  readonly seed?: number;
  /** Changes images before they are normalised. */
  readonly augment?: Transform;
}

/** Normalised images, [n, channels, rows, columns], and classes, [n]. */
export type ImageBatches = DataLoader<readonly [HostArray, HostArray]>;

export function batchesOf(images: Images, { mean, std, batchSize, seed, augment }: BatchOptions): ImageBatches {
  const standard = normalize({ mean, std });
  return new DataLoader(images, {
    batchSize,
    shuffle: seed !== undefined,
    seed,
    transform: augment ? compose(augment, standard) : standard,
  });
}
