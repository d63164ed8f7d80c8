import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generateDigits } from "@nn/data";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Lesson } from "../src/lesson";
import { LESSONS } from "../src/lessons";
import { lessons, temporaryFolder } from "./run-lessons";

describe("the list", () => {
  it("names every lesson with its number", async () => {
    const { code, out, err } = await lessons([]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    for (const [i, { name, title }] of LESSONS.entries()) {
      expect(out).toMatch(new RegExp(`^ +${i + 1}  ${name} `, "m"));
      expect(out).toContain(title);
    }
  });

  it("has help beside it", async () => {
    const { code, out, err } = await lessons(["--help"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    for (const option of ["--all", "--pictures", "--data"]) expect(out).toContain(option);
  });
});

describe("one lesson", () => {
  it("can be asked for by its name, and is the same each time", async () => {
    const folder = temporaryFolder();
    const byName = await lessons(["one-neuron", "--pictures", folder]);
    expect(byName).toEqual(await lessons(["3", "--pictures", folder]));
    expect(byName.code).toBe(0);
  });

  it.each([40, 60, 80, 200, undefined])("keeps its prose within the page (columns: %s)", async (columns) => {
    const { out } = await lessons(["one-neuron"], columns);
    const prose = out.split("\n").filter((line) => /^[A-Z]/.test(line));
    expect(prose.length).toBeGreaterThan(5);
    expect(Math.max(...prose.map((line) => line.length))).toBeLessThanOrEqual(
      Math.min(Math.max(columns ?? 88, 60), 88),
    );
  });
});

describe("usage errors", () => {
  const range = `a number from 1 to ${LESSONS.length} or a name`;
  it.each([
    ["99", `there is no lesson "99", expected ${range}`],
    ["0", `there is no lesson "0", expected ${range}`],
    ["1.5", `there is no lesson "1.5", expected ${range}`],
    ["99999999999999999999999", "there is no lesson"],
    ["neuron", `there is no lesson "neuron", expected ${range}`],
    ["constructor", 'there is no lesson "constructor"'],
    ["__proto__", 'there is no lesson "__proto__"'],
    ["3 --all", "give a lesson (3) or --all, not both"],
    ["3 4", "too many arguments"],
    ["--lesson 3", "unknown option '--lesson'"],
    ["-1", 'there is no lesson "-1"'],
    ["3 --pictures", "option '--pictures <folder>' argument missing"],
    ["3 --pictures=", "--pictures must not be empty"],
    ["3 --data=", "--data must not be empty"],
  ])("%s", async (command, message) => {
    const { code, out, err } = await lessons(command.split(" "));
    expect(err).toContain(`lessons: ${message}`);
    expect(err).toMatch(/See lessons --help\.\n$/);
    expect({ code, out }).toEqual({ code: 2, out: "" });
  });
});

it("--all goes through them in order", async () => {
  const rest = (LESSONS as Lesson[]).splice(3);
  onTestFinished(() => void (LESSONS as Lesson[]).push(...rest));
  const { code, out, err } = await lessons(["--all", "--pictures", temporaryFolder()]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out.match(/^\d+\. .*/gm)).toEqual(LESSONS.map(({ title }, i) => `${i + 1}. ${title}`));
});

describe("--data", () => {
  it("says when there is no such folder, before anything runs", async () => {
    const { code, out, err } = await lessons(["3", "--data", "/none/x"]);
    expect(err).toBe("lessons: --data /none/x: there is no such folder\n");
    expect({ code, out }).toEqual({ code: 1, out: "" });
  });

  it.each([
    ["mnist", "train-images-idx3-ubyte"],
    ["cifar", "data_batch_1.bin"],
  ])("says which file of %s is missing", async (lesson, file) => {
    const folder = temporaryFolder();
    const { code, err } = await lessons([lesson, "--data", folder]);
    expect(err).toContain(`lessons: --data ${folder}: `);
    expect(err).toContain(`holds neither ${file} nor ${file}.gz`);
    expect(err).toContain("Without --data the lesson draws its own images");
    expect(code).toBe(1);
  });

  it("is where lesson 23 takes its images from", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "mnist"));
    for (const [split, count, seed] of [
      ["train", 600, 5],
      ["t10k", 300, 6],
    ] as const) {
      const { images, labels } = generateDigits({ count, seed });
      writeFileSync(join(folder, "mnist", `${split}-images-idx3-ubyte`), idx([count, 28, 28], images));
      writeFileSync(join(folder, "mnist", `${split}-labels-idx1-ubyte`), idx([count], labels));
    }
    const { out } = await lessons(["23", "--data", folder, "--pictures", folder]);
    expect(out).toContain("600 to learn from, 300 to test with");
    expect(out).toMatch(/^ {4}convolution +5994 /m);
  }, 180_000);
});

/** A file of bytes in MNIST's format. */
function idx(shape: readonly number[], bytes: Uint8Array): Uint8Array {
  const head = new DataView(new ArrayBuffer(4 + 4 * shape.length));
  head.setUint32(0, 0x800 + shape.length);
  shape.forEach((size, i) => head.setUint32(4 + 4 * i, size));
  return Buffer.concat([new Uint8Array(head.buffer), bytes]);
}

describe("--pictures", () => {
  const FILE = "01-derivatives-tangent.svg";

  it("makes the folder, and replaces pictures of an earlier run", async () => {
    const folder = join(temporaryFolder(), "a", "b");
    await lessons(["1", "--pictures", folder]);
    writeFileSync(join(folder, FILE), "old");
    const { code, out } = await lessons(["1", "--pictures", folder]);
    expect(code).toBe(0);
    expect(out).toContain(`picture: ${join(folder, FILE)}`);
    expect(readFileSync(join(folder, FILE), "utf8")).toMatch(/^<svg/);
  });

  it("does not write through links", async () => {
    const folder = temporaryFolder();
    const elsewhere = join(temporaryFolder(), "precious");
    writeFileSync(elsewhere, "precious");
    symlinkSync(elsewhere, join(folder, FILE));
    expect((await lessons(["1", "--pictures", folder])).code).toBe(0);
    expect(readFileSync(elsewhere, "utf8")).toBe("precious");
  });

  it("says when it cannot write", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "file");
    writeFileSync(file, "");
    const blocked = await lessons(["1", "--pictures", file]);
    expect(blocked.err).toMatch(/^lessons: cannot write the picture .*: .*\. Name another folder with --pictures\n$/);
    expect(blocked.code).toBe(1);
    mkdirSync(join(folder, FILE));
    expect((await lessons(["1", "--pictures", folder])).code).toBe(1);
    expect(existsSync(join(folder, FILE))).toBe(true);
  });
});
