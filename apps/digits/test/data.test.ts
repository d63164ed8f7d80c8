import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { digits, temporaryFolder } from "./run-digits";

/** A folder with MNIST's four files: blank images of `side` pixels. */
function mnistFolder({ train = 20, test = 10, side = 28 } = {}): string {
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

async function trainOn(folder: string, ...options: string[]): Promise<string> {
  const { code, err } = await digits([
    "--no-save",
    "--model",
    "mlp",
    "--epochs",
    "1",
    "--batch-size",
    "2",
    "--data",
    folder,
    ...options,
  ]);
  expect(code).toBe(err === "" ? 0 : 1);
  return err;
}

describe("--data", () => {
  it("reads MNIST's files", async () => {
    expect(await trainOn(mnistFolder())).toBe("");
  });

  it("refuses what is no folder of MNIST's, and says what is", async () => {
    const folder = temporaryFolder();
    const advice = "Expected a folder with MNIST's files under their official names";
    expect(await trainOn(join(folder, "none"))).toMatch(/none: there is no such file or folder\. Expected/);
    expect(await trainOn(folder)).toContain(advice);
    expect(await trainOn(folder)).toContain("holds neither train-images-idx3-ubyte nor train-images-idx3-ubyte.gz");
    writeFileSync(join(folder, "file"), "");
    expect(await trainOn(join(folder, "file"))).toContain(`file is no folder. ${advice}`);
  });

  it("refuses a damaged file by its name", async () => {
    const folder = mnistFolder();
    const path = join(folder, "t10k-images-idx3-ubyte");
    writeFileSync(path, "not IDX");
    expect(await trainOn(folder)).toContain(`${path}: wrong magic`);
  });

  it("refuses empty sets, other sizes, and asking for more than there is", async () => {
    expect(await trainOn(mnistFolder({ train: 0 }))).toContain("holds no train images, expected at least 1");
    expect(await trainOn(mnistFolder({ test: 0 }))).toContain("holds no test images, expected at least 1");
    expect(await trainOn(mnistFolder({ side: 8 }))).toContain("train images of 8 × 8 pixels, expected 28 × 28");
    const folder = mnistFolder();
    expect(await trainOn(folder, "--train-size", "21")).toContain(
      `--train-size is 21, but ${folder} holds 20 train images: take fewer`,
    );
  });
});
