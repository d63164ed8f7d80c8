import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { cifarBytes, cifarFolder, mnistFolder } from "./image-files";
import { digits, temporaryFolder } from "./run-digits";

const QUICK = "--no-save --model neuron --epochs 1 --batch-size 2".split(" ");

async function trainOn(folder: string, ...options: string[]): Promise<string> {
  const { code, err } = await digits([...QUICK, "--data", folder, ...options]);
  expect(code).toBe(err === "" ? 0 : 1);
  return err;
}

describe("MNIST's files", () => {
  it("are read", async () => {
    expect(await trainOn(mnistFolder())).toBe("");
    expect(await trainOn(mnistFolder(), "--dataset", "mnist")).toBe("");
  });

  it("are asked for by name where there are none", async () => {
    const folder = temporaryFolder();
    const advice = "Expected a folder with MNIST's files under their official names";
    expect(await trainOn(join(folder, "none"))).toMatch(/none: there is no such file or folder\. Expected/);
    expect(await trainOn(folder)).toContain(advice);
    expect(await trainOn(folder)).toContain("holds neither train-images-idx3-ubyte nor train-images-idx3-ubyte.gz");
    writeFileSync(join(folder, "file"), "");
    expect(await trainOn(join(folder, "file"))).toContain(`file is no folder. ${advice}`);
  });

  it("are refused by name when they are damaged", async () => {
    const folder = mnistFolder();
    const path = join(folder, "t10k-images-idx3-ubyte");
    writeFileSync(path, "not IDX");
    expect(await trainOn(folder)).toContain(`${path}: wrong magic`);
  });

  it("are refused when they are empty, of another size, or fewer than asked for", async () => {
    expect(await trainOn(mnistFolder({ train: 0 }))).toContain("holds no train images, expected at least 1");
    expect(await trainOn(mnistFolder({ test: 0 }))).toContain("holds no test images, expected at least 1");
    expect(await trainOn(mnistFolder({ side: 8 }))).toContain("train images of 8 × 8 pixels, expected 28 × 28 pixels");
    const folder = mnistFolder();
    expect(await trainOn(folder, "--train-size", "21")).toContain(
      `--train-size is 21, but ${folder} holds 20 of them: take fewer`,
    );
  });
});

it("refuses to draw digits without end", async () => {
  expect(await digits([...QUICK, "--test-size", "9007199254740991"])).toMatchObject({
    code: 1,
    err: "digits: --test-size is 9007199254740991, but at most 60000 digits are drawn: take fewer\n",
  });
});

describe("CIFAR-10's files", () => {
  it("are found under names that say their split, and compressed", async () => {
    const folder = cifarFolder();
    expect(await trainOn(folder, "--dataset", "cifar10")).toBe("");
    const packed = temporaryFolder();
    writeFileSync(join(packed, "cifar10-train-5k.bin.gz"), gzipSync(cifarBytes(20)));
    writeFileSync(join(packed, "cifar10-test-1k.bin.gz"), gzipSync(cifarBytes(10)));
    expect(await trainOn(packed, "--dataset", "cifar10")).toBe("");
  });

  it("are found under their official names, which go first", async () => {
    const folder = temporaryFolder();
    for (let i = 1; i <= 5; i++) writeFileSync(join(folder, `data_batch_${i}.bin`), cifarBytes(4));
    writeFileSync(join(folder, "test_batch.bin"), cifarBytes(10));
    writeFileSync(join(folder, "cifar10-train.bin"), "damaged");
    const { out } = await digits([...QUICK, "--data", folder, "--dataset", "cifar10"]);
    expect(out).toContain("20 to train on; 10 to test with");
  });

  it("are refused when they are missing, ambiguous or damaged", async () => {
    const folder = cifarFolder();
    const advice = "Expected a folder with CIFAR-10's binary files under their official names";
    expect(await trainOn(temporaryFolder(), "--dataset", "cifar10")).toMatch(
      /holds neither data_batch_1\.bin nor data_batch_1\.bin\.gz\. Expected a folder with CIFAR-10's/,
    );
    writeFileSync(join(folder, "cifar10-train-more.bin"), "");
    expect(await trainOn(folder, "--dataset", "cifar10")).toContain(
      "holds several files of train images, cifar10-train-more.bin and cifar10-train-tiny.bin: leave one",
    );
    const damaged = cifarFolder();
    writeFileSync(join(damaged, "cifar10-test-tiny.bin"), cifarBytes(2).subarray(1));
    expect(await trainOn(damaged, "--dataset", "cifar10")).toContain("6145 bytes are no whole number");
    expect(await trainOn(damaged, "--dataset", "cifar10")).toContain(advice);
  });
});

describe("--validation", () => {
  it("takes as many images of each class", async () => {
    const { out } = await digits([...QUICK, "--data", cifarFolder(), "--dataset", "cifar10", "--validation", "0.25"]);
    expect(out).toContain("30 to train on; 10 to validate with; 20 to test with");
    expect(out).toMatch(/^epoch 1\/1 {2}loss .* \| val loss /m);
  });

  it("is refused when it leaves nothing on one side", async () => {
    expect(await trainOn(mnistFolder({ train: 3 }), "--validation", "0.01")).toContain(
      "--validation 0.01 of 3 training images leaves 3 to train on and 0 to validate with, expected at least 1 of each",
    );
  });
});
