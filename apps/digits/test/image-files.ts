import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "./run-digits";

/** A folder with MNIST's four files: blank images of `side` pixels. */
export function mnistFolder({ train = 20, test = 10, side = 28 } = {}): string {
  const folder = temporaryFolder();
  for (const [split, count] of [
    ["train", train],
    ["t10k", test],
  ] as const) {
    writeFileSync(join(folder, `${split}-images-idx3-ubyte`), idx([count, side, side]));
    writeFileSync(join(folder, `${split}-labels-idx1-ubyte`), idx([count]));
  }
  return folder;
}

function idx(shape: readonly number[]): Uint8Array {
  const start = 4 + 4 * shape.length;
  const file = new DataView(new ArrayBuffer(shape.reduce((product, size) => product * size) + start));
  file.setUint32(0, 0x800 + shape.length);
  shape.forEach((size, i) => file.setUint32(4 + 4 * i, size));
  return new Uint8Array(file.buffer);
}

/** The bytes of `count` images in CIFAR-10's form, each of one colour that goes with its class. */
export function cifarBytes(count: number): Uint8Array {
  const record = 1 + 3 * 32 * 32;
  const bytes = new Uint8Array(count * record);
  for (let i = 0; i < count; i++) {
    const label = i % 10;
    bytes.fill(20 * label, i * record, (i + 1) * record);
    bytes[i * record] = label;
  }
  return bytes;
}

/** A folder with files of CIFAR-10 that are no official ones. */
export function cifarFolder({ train = 40, test = 20 } = {}): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "cifar10-train-tiny.bin"), cifarBytes(train));
  writeFileSync(join(folder, "cifar10-test-tiny.bin"), cifarBytes(test));
  return folder;
}
