import { stat } from "node:fs/promises";
import { join } from "node:path";
import { LessonsError, messageOf } from "../errors";

/** Images with their classes. */
export interface ImageSet {
  readonly count: number;
  readonly channels: 1 | 3;
  /** Dots along each side. */
  readonly side: number;
  /** [count, channels, side, side], from 0 to 1 */
  readonly pixels: Float32Array;
  readonly labels: Int32Array;
}

/** What the readers of @nn/data give: the same in bytes. */
interface Bytes {
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
  readonly count: number;
  readonly rows: number;
}

/** The first images, `limit` at most, of what was read. */
export function toImageSet({ images, labels, count, rows }: Bytes, channels: 1 | 3, limit: number): ImageSet {
  const taken = Math.min(count, limit);
  return {
    count: taken,
    channels,
    side: rows,
    pixels: Float32Array.from(images.subarray(0, taken * channels * rows * rows), (value) => value / 255),
    labels: Int32Array.from(labels.subarray(0, taken)),
  };
}

/** Reads a data set from `folder`, or from the first of its `subfolders` that is there. */
export async function readFrom<T>(
  folder: string,
  subfolders: readonly string[],
  read: (folder: string) => Promise<T>,
): Promise<T> {
  let place = folder;
  for (const name of subfolders.toReversed()) {
    const info = await stat(join(folder, name)).catch(() => undefined);
    if (info?.isDirectory()) place = join(folder, name);
  }
  try {
    return await read(place);
  } catch (cause) {
    throw new LessonsError(`--data ${folder}: ${messageOf(cause)}. Without --data the lesson draws its own images`, {
      cause,
    });
  }
}
