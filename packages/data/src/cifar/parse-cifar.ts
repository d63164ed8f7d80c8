import { ArgumentError } from "@nn/core";
import { DataError } from "../error";
import { gunzipUpTo, isGzip } from "../files/gunzip";

const SIDE = 32;
const CHANNELS = 3;
const PIXELS = CHANNELS * SIDE * SIDE;

/** Colour images and their classes. */
export interface CifarImages {
  /** [count, channels, rows, columns], row-major; channels are red, green and blue, from 0 to 255. */
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
  readonly count: number;
  readonly channels: number;
  readonly rows: number;
  readonly columns: number;
}

export interface ParseCifarOptions {
  /** Default: "cifar10". */
  readonly variant?: "cifar10" | "cifar100";
  /** Which labels of CIFAR-100: its 100 classes or the 20 groups of them. Default: "fine". */
  readonly labels?: "fine" | "coarse";
  /** The most images to accept in one file. Default: 100,000. */
  readonly maxImages?: number;
}

/** How the labels before the pixels of a record are read. */
interface Layout {
  /** Number of classes of each label byte. */
  readonly classes: readonly number[];
  /** The label byte that is wanted. */
  readonly wanted: number;
}

/**
 * Reads a file of CIFAR-10 or CIFAR-100 in its binary version, held in memory; gzip is recognised and inflated. Throws
 * a `DataError` for files that are malformed. Format: https://www.cs.toronto.edu/~kriz/cifar.html
 */
export async function parseCifar(
  source: ArrayBuffer | Uint8Array,
  options: ParseCifarOptions = {},
): Promise<CifarImages> {
  const layout = layoutOf(options);
  const maxBytes = maxCifarBytes(options);
  const given = source instanceof Uint8Array ? source : new Uint8Array(source);
  const bytes = isGzip(given) ? await gunzipUpTo(given, maxBytes) : given;
  if (bytes.byteLength > maxBytes) {
    throw new DataError(`${bytes.byteLength} bytes are more than the ${maxBytes} that maxImages allows`);
  }
  const record = recordSize(options);
  const count = bytes.byteLength / record;
  if (!Number.isInteger(count) || count === 0) {
    const { variant = "cifar10" } = options;
    throw new DataError(`${bytes.byteLength} bytes are no whole number of ${variant} records of ${record} bytes`);
  }

  const images = new Uint8Array(count * PIXELS);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const start = i * record;
    for (const [k, classes] of layout.classes.entries()) {
      if (bytes[start + k] >= classes) {
        throw new DataError(`record ${i}: label ${bytes[start + k]} is out of range, expected 0 to ${classes - 1}`);
      }
    }
    labels[i] = bytes[start + layout.wanted];
    images.set(bytes.subarray(start + layout.classes.length, start + record), i * PIXELS);
  }
  return { images, labels, count, channels: CHANNELS, rows: SIDE, columns: SIDE };
}

/** The longest file that `options` accept, in bytes. */
export function maxCifarBytes(options: ParseCifarOptions): number {
  const { maxImages = 100_000 } = options;
  if (!Number.isSafeInteger(maxImages) || maxImages < 1) {
    throw new ArgumentError(`parseCifar: maxImages must be an integer of at least 1, got ${maxImages}`);
  }
  return maxImages * recordSize(options);
}

function recordSize(options: ParseCifarOptions): number {
  return layoutOf(options).classes.length + PIXELS;
}

function layoutOf({ variant = "cifar10", labels }: ParseCifarOptions): Layout {
  if (variant !== "cifar10" && variant !== "cifar100") {
    throw new ArgumentError(`parseCifar: variant is ${JSON.stringify(variant)}, expected "cifar10" or "cifar100"`);
  }
  if (labels !== undefined && labels !== "fine" && labels !== "coarse") {
    throw new ArgumentError(`parseCifar: labels is ${JSON.stringify(labels)}, expected "fine" or "coarse"`);
  }
  if (variant === "cifar100") return { classes: [20, 100], wanted: labels === "coarse" ? 0 : 1 };
  if (labels === "coarse") throw new ArgumentError("parseCifar: only CIFAR-100 has coarse labels");
  return { classes: [10], wanted: 0 };
}
