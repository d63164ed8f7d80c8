import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ArgumentError } from "@nn/core";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DataError, loadCifar10, loadCifar100, parseCifar, type ParseCifarOptions } from "../../src/index";
import { gzip } from "../idx/build-idx";

const PIXELS = 3072;

/** Records of label bytes and noise; the pixels of record `i` begin with `i`. */
function records(...labels: readonly number[][]): Uint8Array {
  const size = labels[0].length + PIXELS;
  const bytes = Uint8Array.from({ length: labels.length * size }, (_, i) => (i * 7919) >> 3);
  labels.forEach((of, i) => bytes.set([...of, i], i * size));
  return bytes;
}

const firstPixels = (images: Uint8Array) =>
  Array.from({ length: images.length / PIXELS }, (_, i) => images[i * PIXELS]);

describe("parseCifar", () => {
  it.each<[string, ParseCifarOptions, Uint8Array, number[]]>([
    ["CIFAR-10", {}, records([9], [0]), [9, 0]],
    ["fine labels", { variant: "cifar100" }, records([19, 99], [0, 7]), [99, 7]],
    ["coarse labels", { variant: "cifar100", labels: "coarse" }, records([19, 99], [0, 7]), [19, 0]],
  ])("reads %s, gzip or not", async (_, options, bytes, labels) => {
    for (const source of [bytes, gzip(bytes), bytes.slice().buffer]) {
      const set = await parseCifar(source, options);
      expect(set).toMatchObject({ count: 2, channels: 3, rows: 32, columns: 32, labels: Uint8Array.from(labels) });
      expect(firstPixels(set.images)).toEqual([0, 1]);
      expect(Buffer.compare(set.images.subarray(PIXELS), bytes.subarray(-PIXELS))).toBe(0);
    }
  });

  const good = records([1], [2]);
  const zipped = gzip(good);
  const edited = (bytes: Uint8Array, at: number, value: number) => bytes.with(at < 0 ? bytes.length + at : at, value);
  it.each<[string, Uint8Array, ParseCifarOptions, RegExp]>([
    ["nothing", new Uint8Array(0), {}, /^0 bytes are no whole number of cifar10 records of 3073 bytes$/],
    ["a byte too few", good.slice(1), {}, /^6145 bytes are no whole number/],
    ["a byte too many", new Uint8Array([...good, 0]), {}, /^6147 bytes are no whole number/],
    ["CIFAR-10 as CIFAR-100", good, { variant: "cifar100" }, /^6146 bytes are no whole number of cifar100 records of 3074/],
    ["a label out of range", records([1], [10]), {}, /^record 1: label 10 is out of range, expected 0 to 9$/],
    ["a coarse label out of range", records([20, 1]), { variant: "cifar100" }, /^record 0: label 20 .* 0 to 19$/],
    ["a fine label out of range", records([1, 100]), { variant: "cifar100", labels: "coarse" }, /^record 0: label 100 .* 0 to 99$/],
    ["more than maxImages", good, { maxImages: 1 }, /^6146 bytes are more than the 3073 that maxImages allows$/],
    ["gzip of more than maxImages", zipped, { maxImages: 1 }, /^the gzip data states a length of 6146 bytes, more than the 3073/],
    ["gzip of nothing", gzip(new Uint8Array(0)), {}, /^0 bytes are no whole number/],
    ["gzip cut in its data", zipped.slice(0, zipped.length >> 1), {}, /^the gzip data (states a length|is damaged)/],
    ["gzip cut in its header", zipped.slice(0, 9), {}, /^the gzip data is damaged or cut short$/],
    ["gzip that inflates to more than it states", edited(zipped, -4, 1), {}, /^the gzip data is damaged or cut short$/],
    ["gzip that inflates to less than it states", edited(zipped, -4, 3), {}, /^the gzip data is damaged or cut short$/],
    ["gzip with a wrong checksum", edited(zipped, -6, zipped.at(-6)! ^ 1), {}, /^the gzip data is damaged or cut short$/],
  ])("refuses %s", async (_, bytes, options, message) => {
    const parsed = parseCifar(bytes, options);
    await expect(parsed).rejects.toThrow(DataError);
    await expect(parsed).rejects.toThrow(message);
  }); // oxfmt-ignore

  it.each<[ParseCifarOptions, RegExp]>([
    [{ variant: "cifar20" as "cifar10" }, /^parseCifar: variant is "cifar20", expected "cifar10" or "cifar100"/],
    [{ variant: "cifar100", labels: "all" as "fine" }, /^parseCifar: labels is "all", expected "fine" or "coarse"/],
    [{ labels: "coarse" }, /^parseCifar: only CIFAR-100 has coarse labels/],
    [{ maxImages: 0 }, /^parseCifar: maxImages must be an integer of at least 1, got 0/],
    [{ maxImages: NaN }, /^parseCifar: maxImages must be .* got NaN/],
  ])("refuses the options %j", async (options, message) => {
    const parsed = parseCifar(good, options);
    await expect(parsed).rejects.toThrow(ArgumentError);
    await expect(parsed).rejects.toThrow(message);
  });

  it("holds no more of a bomb than maxImages", async () => {
    const bomb = gzip(new Uint8Array(60_000_000));
    await expect(parseCifar(bomb, { maxImages: 1000 })).rejects.toThrow("states a length of 60000000 bytes, more than");
    // One that lies about its length.
    const view = new DataView(bomb.buffer, bomb.byteLength - 4);
    view.setUint32(0, 3073, true);
    await expect(parseCifar(bomb, { maxImages: 1000 })).rejects.toThrow("inflates to more than the 3073 bytes");
  });

  it("never throws anything but a DataError, whatever byte is damaged", async () => {
    const edit = fc.record({ at: fc.nat(zipped.length - 1), value: fc.integer({ min: 0, max: 255 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 3 }), fc.nat(zipped.length), async (edits, length) => {
        const bytes = zipped.slice();
        for (const { at, value } of edits) bytes[at] = value;
        for (const source of [bytes, bytes.slice(0, length)]) {
          await parseCifar(source).catch((error: unknown) => expect(error).toBeInstanceOf(DataError));
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe("loading", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "cifar-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const put = (name: string, bytes: Uint8Array) => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };

  it("joins the five parts of CIFAR-10", async () => {
    for (const i of [1, 2, 4, 5]) put(`data_batch_${i}.bin`, records([i], [i + 1]));
    await expect(loadCifar10(folder)).rejects.toThrow(/holds neither data_batch_3\.bin nor data_batch_3\.bin\.gz$/);
    put("data_batch_3.bin.gz", gzip(records([3])));
    const set = await loadCifar10(pathToFileURL(folder), { split: "train" });
    expect(set.count).toBe(9);
    expect([...set.labels]).toEqual([1, 2, 2, 3, 3, 4, 5, 5, 6]);
    expect(firstPixels(set.images)).toEqual([0, 1, 0, 1, 0, 0, 1, 0, 1]);
  });

  it("reads the other sets by their names", async () => {
    put("test_batch.bin", records([7]));
    put("train.bin", records([1, 55]));
    put("test.bin.gz", gzip(records([2, 66])));
    expect([...(await loadCifar10(folder, { split: "test" })).labels]).toEqual([7]);
    expect([...(await loadCifar100(folder)).labels]).toEqual([55]);
    expect([...(await loadCifar100(folder, { split: "test", labels: "coarse" })).labels]).toEqual([2]);
  });

  it("takes one file that calls itself a split for it, unless the official ones are there", async () => {
    put("cifar10-train-small.bin.gz", gzip(records([4], [5])));
    put("notes-on-train.txt", new Uint8Array(0));
    expect([...(await loadCifar10(folder)).labels]).toEqual([4, 5]);
    await expect(loadCifar10(folder, { split: "test" })).rejects.toThrow(/holds neither test_batch\.bin nor/);
    put("train-2.bin", records([6]));
    await expect(loadCifar10(folder)).rejects.toThrow(
      /holds several files of train images, cifar10-train-small\.bin and train-2\.bin: leave one$/,
    );
    for (let i = 1; i <= 5; i++) put(`data_batch_${i}.bin`, records([i]));
    expect([...(await loadCifar10(folder)).labels]).toEqual([1, 2, 3, 4, 5]);
  });

  it("reads a single file", async () => {
    const path = put("mine.bin.gz", gzip(records([4], [5])));
    expect([...(await loadCifar10(path)).labels]).toEqual([4, 5]);
    expect([...(await loadCifar10(path, { maxImages: 2 })).labels]).toEqual([4, 5]);
    await expect(loadCifar10(path, { split: "test" })).rejects.toThrow(
      /split chooses among the files of a folder, but .*mine/,
    );
    await expect(loadCifar10(path, { maxImages: 1 })).rejects.toThrow(/mine\.bin\.gz: the gzip data states a length/);
    const plain = put("mine.bin", records([4], [5]));
    await expect(loadCifar10(plain, { maxImages: 1 })).rejects.toThrow(
      /^cannot read .*mine\.bin: it holds 6146 bytes, more than/,
    );
  });

  it("names the file that is wrong", async () => {
    put("test_batch.bin", records([10]));
    await expect(loadCifar10(folder, { split: "test" })).rejects.toThrow(/test_batch\.bin: record 0: label 10 is out/);
    await expect(loadCifar10(join(folder, "none"))).rejects.toThrow(
      /^cannot read .*none: there is no such file or folder$/,
    );
    await expect(loadCifar10(folder, { split: "toString" as "test" })).rejects.toThrow('split is "toString"');
    await expect(loadCifar100(folder, { labels: "x" as "fine" })).rejects.toThrow('labels is "x"');
    mkdirSync(join(folder, "test.bin"));
    await expect(loadCifar100(folder, { split: "test" })).rejects.toThrow(/test\.bin: it is a folder$/);
  });

  it("refuses pipes and devices, which may have no end", async () => {
    const pipe = join(folder, "pipe");
    execFileSync("sh", ["-c", 'mkfifo "$0"', pipe]);
    for (const path of [pipe, "/dev/zero"]) {
      await expect(loadCifar10(path)).rejects.toThrow(/^cannot read .*: it is no regular file$/);
    }
  });
});
