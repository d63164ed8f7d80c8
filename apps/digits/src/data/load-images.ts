import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { generateDigits, type LabelledImages, loadCifar10, loadMnist } from "@nn/data";
import { fileErrorReason } from "@nn/io";
import { DigitsError, messageOf } from "../errors";
import { DATASETS, type DatasetKind, describeImages } from "./kinds";
import type { Source } from "./source";

export type Split = "train" | "test";

/** Images and their classes. */
export interface ImageSet {
  readonly kind: DatasetKind;
  /** [count, channels, rows, columns], row-major, from 0 to 255. */
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
  readonly count: number;
}

/** How many images are drawn unless told otherwise. */
export const DRAWN: Readonly<Record<Split, number>> = { train: 4000, test: 1000 };

/** As many as MNIST has, and more would take long. */
const MOST_DRAWN = 60_000;

/** The drawn digits are one fixed set, as MNIST is: they do not depend on the seed of the training. */
const SEEDS: Readonly<Record<Split, number>> = { train: 0, test: 1 };

const ADVICE = {
  mnist:
    "Expected a folder with MNIST's files under their official names (train-images-idx3-ubyte and so on, .gz or not)",
  cifar10:
    "Expected a folder with CIFAR-10's binary files under their official names (data_batch_1.bin and so on, .gz or " +
    "not), or as cifar10-train….bin and cifar10-test….bin",
};

/** Reads or draws the images of one split; `size` takes the first so many. */
export async function loadImages({ dataset, folder }: Source, split: Split, size?: number): Promise<ImageSet> {
  const kind = DATASETS[dataset];
  if (dataset === "generated" || folder === undefined) {
    const count = size ?? DRAWN[split];
    if (count > MOST_DRAWN) {
      throw new DigitsError(`--${split}-size is ${count}, but at most ${MOST_DRAWN} digits are drawn: take fewer`);
    }
    return { ...generateDigits({ count, seed: SEEDS[split] }), kind };
  }
  const all = await loadFolder(folder, dataset, split);
  const { count, rows, columns } = all;
  if (count === 0) throw new DigitsError(`${folder} holds no ${split} images, expected at least 1`);
  if (rows !== kind.side || columns !== kind.side) {
    throw new DigitsError(
      `${folder} holds ${split} images of ${rows} × ${columns} pixels, expected ${describeImages(kind)}`,
    );
  }
  return { kind, ...firstOf(all, size ?? count, `--${split}-size`, folder) };
}

async function loadFolder(folder: string, dataset: "mnist" | "cifar10", split: Split): Promise<LabelledImages> {
  const advice = `${ADVICE[dataset]}; without --data digits are drawn`;
  const info = await stat(folder).catch((cause: unknown) => {
    throw new DigitsError(`cannot read --data ${folder}: ${fileErrorReason(cause)}. ${advice}`, { cause });
  });
  if (!info.isDirectory()) throw new DigitsError(`--data ${folder} is no folder. ${advice}`);
  try {
    return await (dataset === "mnist" ? loadMnist(folder, { split }) : loadCifar10(folder, { split }));
  } catch (cause) {
    throw new DigitsError(`cannot load --data ${folder}: ${messageOf(cause)}. ${advice}`, { cause });
  }
}

function firstOf(
  { images, labels, count }: LabelledImages,
  size: number,
  option: string,
  folder: string,
): Omit<ImageSet, "kind"> {
  if (size > count) throw new DigitsError(`${option} is ${size}, but ${folder} holds ${count} of them: take fewer`);
  return { images: images.subarray(0, (images.length / count) * size), labels: labels.subarray(0, size), count: size };
}

/** Tells apart sets that are not the same images. */
export function hashOf({ images, labels }: ImageSet): string {
  return createHash("sha256").update(images).update(labels).digest("hex").slice(0, 16);
}
