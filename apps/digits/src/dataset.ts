import { stat } from "node:fs/promises";
import {
  DataLoader,
  type DataLoaderOptions,
  generateDigits,
  type HostArray,
  type LabelledImages,
  loadMnist,
  TensorDataset,
} from "@nn/data";
import { DigitsError, fileReason, messageOf } from "./errors";

type Split = "train" | "test";

/** The `--data` that needs no files. */
export const GENERATED = "generated";
export const DEFAULT_SIZES: Readonly<Record<Split, number>> = { train: 4000, test: 1000 };
export const CLASSES = 10;
/** Pixels along each side of an image. */
const SIDE = 28;

/** The drawn digits are one fixed set, as MNIST is: they do not depend on the seed of the training. */
const SEEDS: Readonly<Record<Split, number>> = { train: 0, test: 1 };

/** Reads or draws the images of one split; `size` takes the first so many. */
export async function loadDigits(source: string, split: Split, size?: number): Promise<LabelledImages> {
  if (source === GENERATED) return generateDigits({ count: size ?? DEFAULT_SIZES[split], seed: SEEDS[split] });
  const all = await loadFolder(source, split);
  if (all.count === 0) throw new DigitsError(`${source} holds no ${split} images, expected at least 1`);
  if (all.rows !== SIDE || all.columns !== SIDE) {
    throw new DigitsError(
      `${source} holds ${split} images of ${all.rows} × ${all.columns} pixels, expected ${SIDE} × ${SIDE}`,
    );
  }
  if (size === undefined) return all;
  if (size > all.count) {
    throw new DigitsError(`--${split}-size is ${size}, but ${source} holds ${all.count} ${split} images: take fewer`);
  }
  return {
    ...all,
    images: all.images.subarray(0, size * SIDE * SIDE),
    labels: all.labels.subarray(0, size),
    count: size,
  };
}

async function loadFolder(folder: string, split: Split): Promise<LabelledImages> {
  const advice =
    "Expected a folder with MNIST's files under their official names (train-images-idx3-ubyte and so on, .gz or not); " +
    `\`--data ${GENERATED}\` needs no files`;
  const info = await stat(folder).catch((cause: unknown) => {
    throw new DigitsError(`cannot read --data ${folder}: ${fileReason(cause)}. ${advice}`, { cause });
  });
  if (!info.isDirectory()) throw new DigitsError(`--data ${folder} is no folder. ${advice}`);
  try {
    return await loadMnist(folder, { split });
  } catch (cause) {
    throw new DigitsError(`cannot load --data ${folder}: ${messageOf(cause)}. ${advice}`, { cause });
  }
}

/** Batches of pixels, [n, 1, 28, 28] from 0 to 255, and of labels, [n]. */
export function batchesOf(set: LabelledImages, options: DataLoaderOptions): DataLoader<[HostArray, HostArray]> {
  const { images, labels, count, rows, columns } = set;
  const dataset = new TensorDataset<[HostArray, HostArray]>(
    { data: images, shape: [count, 1, rows, columns], dtype: "float32" },
    { data: labels, shape: [count], dtype: "int32" },
  );
  return new DataLoader(dataset, options);
}
