import { ArgumentError } from "@nn/core";
import { DataError } from "../error";
import { filePath, isFolder, namesIn, readFile, readFirst } from "../files/read-file";
import { type CifarImages, maxCifarBytes, parseCifar, type ParseCifarOptions } from "./parse-cifar";

export interface LoadCifar10Options {
  /** Default: "train". */
  readonly split?: "train" | "test";
  /** The most images to accept in one file. Default: 100,000. */
  readonly maxImages?: number;
}

export interface LoadCifar100Options extends LoadCifar10Options {
  /** The 100 classes or the 20 groups of them. Default: "fine". */
  readonly labels?: "fine" | "coarse";
}

type Files = Readonly<Record<"train" | "test", readonly string[]>>;

const FILES: { readonly cifar10: Files; readonly cifar100: Files } = {
  cifar10: {
    train: ["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin"],
    test: ["test_batch.bin"],
  },
  cifar100: { train: ["train.bin"], test: ["test.bin"] },
};

/**
 * Reads the binary version of CIFAR-10 (Node, Deno, Bun) from a folder with the official file names, with or without
 * `.gz`, or with one file `*train*.bin` and one `*test*.bin`; or from one file in that form. Throws a `DataError` that
 * names the file for what is missing or malformed.
 */
export function loadCifar10(path: string | URL, options: LoadCifar10Options = {}): Promise<CifarImages> {
  const { split, maxImages } = options;
  return load("loadCifar10", path, split, { variant: "cifar10", maxImages });
}

/** Reads the binary version of CIFAR-100, as `loadCifar10` does. */
export function loadCifar100(path: string | URL, options: LoadCifar100Options = {}): Promise<CifarImages> {
  const { split, maxImages, labels } = options;
  return load("loadCifar100", path, split, { variant: "cifar100", maxImages, labels });
}

async function load(
  name: string,
  path: string | URL,
  split: "train" | "test" | undefined,
  options: ParseCifarOptions & { readonly variant: "cifar10" | "cifar100" },
): Promise<CifarImages> {
  if (split !== undefined && split !== "train" && split !== "test") {
    throw new ArgumentError(`${name}: split is ${JSON.stringify(split)}, expected "train" or "test"`);
  }
  // gzip makes data that it cannot shrink a little longer.
  const maxBytes = Math.ceil(maxCifarBytes(options) * 1.001) + 64;
  const root = filePath(path);
  if (!(await isFolder(root))) {
    if (split !== undefined) {
      throw new ArgumentError(`${name}: split chooses among the files of a folder, but ${root} is a file`);
    }
    return parseFile({ path: root, bytes: await readFile(root, maxBytes) }, options);
  }
  const parts: CifarImages[] = [];
  for (const file of await filesOf(root, split ?? "train", FILES[options.variant])) {
    const found = await readFirst(root, [file, `${file}.gz`], maxBytes);
    if (found === undefined) throw new DataError(`${root} holds neither ${file} nor ${file}.gz`);
    parts.push(await parseFile(found, options));
  }
  return join(parts);
}

/** The names of a split's files, without `.gz`: the official ones, unless one other file calls itself that split. */
async function filesOf(folder: string, split: "train" | "test", files: Files): Promise<readonly string[]> {
  const official = files[split];
  const names = (await namesIn(folder)).map((name) => name.replace(/\.gz$/, ""));
  if (names.some((name) => official.includes(name))) return official;
  const others = [...new Set(names)].filter((name) => name.endsWith(".bin") && name.includes(split));
  if (others.length > 1) {
    throw new DataError(`${folder} holds several files of ${split} images, ${others.join(" and ")}: leave one`);
  }
  return others.length === 1 ? others : official;
}

async function parseFile(
  { path, bytes }: { path: string; bytes: Uint8Array | undefined },
  options: ParseCifarOptions,
): Promise<CifarImages> {
  if (bytes === undefined) throw new DataError(`${path} was removed`);
  try {
    return await parseCifar(bytes, options);
  } catch (cause) {
    if (!(cause instanceof DataError)) throw cause;
    throw new DataError(`${path}: ${cause.message}`, { cause });
  }
}

function join(parts: readonly CifarImages[]): CifarImages {
  if (parts.length === 1) return parts[0];
  return {
    ...parts[0],
    images: concat(parts.map((part) => part.images)),
    labels: concat(parts.map((part) => part.labels)),
    count: parts.reduce((sum, part) => sum + part.count, 0),
  };
}

function concat(arrays: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(arrays.reduce((sum, array) => sum + array.length, 0));
  let filled = 0;
  for (const array of arrays) {
    all.set(array, filled);
    filled += array.length;
  }
  return all;
}
