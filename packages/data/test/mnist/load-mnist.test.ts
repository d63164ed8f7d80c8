import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { IdxError, loadMnist } from "../../src/index";
import { buildIdx, gzip } from "../idx/build-idx";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mnist-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const put = (name: string, bytes: Uint8Array) => writeFileSync(join(folder, name), bytes);
const pixels = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
const images = buildIdx(8, [2, 2, 3], pixels);
const labels = buildIdx(8, [2], [9, 0]);

describe("loadMnist", () => {
  it("reads the training set", async () => {
    put("train-images-idx3-ubyte", images);
    put("train-labels-idx1-ubyte", labels);
    const expected = { images: Uint8Array.from(pixels), labels: Uint8Array.of(9, 0), count: 2, rows: 2, columns: 3 };
    expect(await loadMnist(folder)).toEqual(expected);
    expect(await loadMnist(pathToFileURL(folder), { split: "train" })).toEqual(expected);
  });

  it("reads the test set, compressed or not", async () => {
    put("t10k-images-idx3-ubyte.gz", gzip(images));
    put("t10k-labels-idx1-ubyte", labels);
    expect((await loadMnist(folder, { split: "test" })).images).toEqual(Uint8Array.from(pixels));
  });

  it("takes the plain file when both are there", async () => {
    put("train-images-idx3-ubyte.gz", Uint8Array.of(1));
    put("train-images-idx3-ubyte", images);
    put("train-labels-idx1-ubyte", labels);
    expect((await loadMnist(folder)).count).toBe(2);
  });

  const fails = async (message: RegExp) => {
    const loaded = loadMnist(folder);
    await expect(loaded).rejects.toThrow(IdxError);
    await expect(loaded).rejects.toThrow(message);
  };

  it("names what is missing", async () => {
    put("train-images-idx3-ubyte", images);
    await fails(/holds neither train-labels-idx1-ubyte nor train-labels-idx1-ubyte\.gz$/);
  });

  it("refuses counts that differ", async () => {
    put("train-images-idx3-ubyte", images);
    put("train-labels-idx1-ubyte", buildIdx(8, [3], [1, 2, 3]));
    await fails(/train-images-idx3-ubyte holds 2 images, but .*train-labels-idx1-ubyte holds 3 labels$/);
  });

  it("refuses labels above 9", async () => {
    put("train-images-idx3-ubyte", images);
    put("train-labels-idx1-ubyte", buildIdx(8, [2], [10, 9]));
    await fails(/train-labels-idx1-ubyte: label 0 is 10, expected 0 to 9$/);
  });

  it("refuses labels in the place of images", async () => {
    put("train-images-idx3-ubyte", labels);
    put("train-labels-idx1-ubyte", labels);
    await fails(/train-images-idx3-ubyte: holds shape \[2\] of uint8, expected 3 dimensions of uint8$/);
  });

  it("refuses elements that are no bytes", async () => {
    put("train-images-idx3-ubyte", images);
    put("train-labels-idx1-ubyte", buildIdx(0x0b, [2], [0, 1, 0, 2]));
    await fails(/train-labels-idx1-ubyte: holds shape \[2\] of int16, expected 1 dimensions of uint8$/);
  });

  it("names the file that is damaged", async () => {
    put("train-images-idx3-ubyte", images.slice(0, -1));
    put("train-labels-idx1-ubyte", labels);
    await fails(/train-images-idx3-ubyte: the file is cut short/);
  });

  it("names a file that is a folder", async () => {
    mkdirSync(join(folder, "train-images-idx3-ubyte"));
    put("train-labels-idx1-ubyte", labels);
    await fails(/^cannot read .*train-images-idx3-ubyte: it is a folder$/);
  });

  it("refuses an unknown split", async () => {
    await expect(loadMnist(folder, { split: "toString" as "test" })).rejects.toThrow(
      /split is "toString", expected "train"/,
    );
  });

  it("says so where there are no files", async () => {
    const { getBuiltinModule } = process;
    Object.assign(process, { getBuiltinModule: undefined });
    try {
      await fails(/^no file access in this runtime/);
    } finally {
      Object.assign(process, { getBuiltinModule });
    }
  });
});
