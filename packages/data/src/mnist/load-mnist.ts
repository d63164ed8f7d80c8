import { filePath, readFirst } from "../files/read-file";
import { IdxError } from "../idx/error";
import { type IdxArray, parseIdx } from "../idx/parse-idx";
import type { LabelledImages } from "../labelled-images";

export interface LoadMnistOptions {
  /** Default: "train". */
  readonly split?: "train" | "test";
}

const PREFIXES = { train: "train", test: "t10k" } as const;
const CLASSES = 10;
/** The longest file to read, as in `parseIdx`. */
const MAX_BYTES = 2 ** 31;

/**
 * Reads MNIST, or a set in its form such as Fashion-MNIST, from a folder (Node, Deno, Bun) with the official file
 * names, with or without `.gz`. Throws an `IdxError` that names the file for what is missing or malformed.
 */
export async function loadMnist(folder: string | URL, options: LoadMnistOptions = {}): Promise<LabelledImages> {
  const { split = "train" } = options;
  if (!Object.hasOwn(PREFIXES, split)) {
    throw new IdxError(`loadMnist: split is ${JSON.stringify(split)}, expected "train" or "test"`);
  }
  // One after the other, so that of two problems the same one is always told.
  const images = await readUint8(folder, `${PREFIXES[split]}-images-idx3-ubyte`, 3);
  const labels = await readUint8(folder, `${PREFIXES[split]}-labels-idx1-ubyte`, 1);
  const [count, rows, columns] = images.shape;
  if (labels.data.length !== count) {
    throw new IdxError(`${images.path} holds ${count} images, but ${labels.path} holds ${labels.data.length} labels`);
  }
  const wrong = labels.data.findIndex((label) => label >= CLASSES);
  if (wrong >= 0)
    throw new IdxError(`${labels.path}: label ${wrong} is ${labels.data[wrong]}, expected 0 to ${CLASSES - 1}`);
  return { images: images.data, labels: labels.data, count, rows, columns };
}

async function readUint8(
  folder: string | URL,
  name: string,
  ndim: number,
): Promise<{ path: string; data: Uint8Array; shape: readonly number[] }> {
  const file = await readOne(folder, [name, `${name}.gz`]);
  if (file === undefined) throw new IdxError(`${String(folder)} holds neither ${name} nor ${name}.gz`);
  const { path, bytes } = file;
  let array: IdxArray;
  try {
    array = await parseIdx(bytes);
  } catch (cause) {
    throw new IdxError(`${path}: ${(cause as Error).message}`, { cause });
  }
  if (array.dtype !== "uint8" || array.shape.length !== ndim) {
    throw new IdxError(`${path}: holds shape [${array.shape}] of ${array.dtype}, expected ${ndim} dimensions of uint8`);
  }
  return { path, data: array.data, shape: array.shape };
}

async function readOne(folder: string | URL, names: readonly string[]) {
  try {
    return await readFirst(filePath(folder), names, MAX_BYTES);
  } catch (cause) {
    throw new IdxError((cause as Error).message, { cause });
  }
}
