import { compose, randomCrop, randomHorizontalFlip, type Transform } from "@nn/data";

/** What is known of a set of images before it is read. */
export interface DatasetKind {
  readonly channels: number;
  /** Pixels along each side of an image. */
  readonly side: number;
  readonly classes: readonly string[];
  /** Epochs that a training takes unless told otherwise. */
  readonly epochs: number;
  /** Changes images by chance without changing what they show. */
  readonly augment: Transform;
}

const digits = {
  channels: 1,
  side: 28,
  classes: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
  augment: randomCrop({ size: 28, padding: 2 }),
};

export const DATASETS = {
  generated: { ...digits, epochs: 3 },
  mnist: { ...digits, epochs: 8 },
  cifar10: {
    channels: 3,
    side: 32,
    classes: ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"],
    epochs: 25,
    augment: compose(randomCrop({ size: 32, padding: 4 }), randomHorizontalFlip()),
  },
} as const satisfies Readonly<Record<string, DatasetKind>>;

export type DatasetName = keyof typeof DATASETS;
export const DATASET_NAMES = Object.keys(DATASETS) as DatasetName[];

/** `28 × 28 pixels`, or `32 × 32 pixels in 3 colours`. */
export function describeImages({ channels, side }: DatasetKind): string {
  return `${side} × ${side} pixels${channels === 1 ? "" : ` in ${channels} colours`}`;
}
