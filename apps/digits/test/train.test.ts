import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Interrupted } from "../src/errors";
import { digits, Screen, temporaryFolder, TINY } from "./run-digits";

function accuracyIn(out: string): number {
  const [, percent] = out.match(/test accuracy: (\d+\.\d\d) %\n$/) ?? [];
  return Number(percent);
}

describe("train and predict", () => {
  it("learn, save, and read the same again", async () => {
    const file = join(temporaryFolder(), "tiny.safetensors");
    const trained = await digits([...TINY, "--out", file]);
    expect(trained.err).toBe("");
    expect(trained.code).toBe(0);
    // One in ten is chance.
    expect(accuracyIn(trained.out)).toBeGreaterThan(50);
    expect(trained.out).toContain("epoch 1/4   10 %  loss ");
    expect(trained.out).toContain(`saved as    ${file}`);

    const read = await digits(["predict", file, "--test-size", "200", "--count", "1"]);
    expect(read.err).toBe("");
    expect(accuracyIn(read.out)).toBe(accuracyIn(trained.out));
    expect(read.out).toMatch(/image 1$[^]*read as \d \(\d+\.\d\d % sure\)$/m);
    expect(readdirSync(join(file, ".."))).toEqual(["tiny.safetensors"]);
  }, 30_000);

  it("give the same network for the same seed", async () => {
    const command = [...TINY, "--epochs", "1", "--no-save"];
    const [first, again, other] = [
      await digits(command),
      await digits(command),
      await digits([...command, "--seed", "1"]),
    ];
    const table = ({ out }: { out: string }) => out.slice(out.indexOf("rows:"), out.indexOf("trained in"));
    expect(table(again)).toBe(table(first));
    expect(table(other)).not.toBe(table(first));
  }, 30_000);
});

describe("interruption", () => {
  it.each([undefined, 80])("leaves no file and the terminal as it was (columns: %s)", async (columns) => {
    const file = join(temporaryFolder(), "none.safetensors");
    const stop = new AbortController();
    stop.abort(new Interrupted(130));
    const stdout = new Screen(columns);
    const { code, err } = await digits([...TINY, "--out", file], { stdout, signal: stop.signal });
    expect({ code, err }).toEqual({ code: 130, err: "digits: interrupted, nothing was saved\n" });
    expect(existsSync(file)).toBe(false);
    expect(stdout.text.split("\x1b[?25l").length).toBe(stdout.text.split("\x1b[?25h").length);
  });
});

describe("mistakes that are seen before the training", () => {
  it.each([
    ["a folder that does not exist", (folder: string) => join(folder, "none", "x"), "there is no such file or folder"],
    ["a folder in the file's place", (folder: string) => folder, "it is a folder"],
    ["a device", () => "/dev/null", "it is no regular file"],
  ])("%s", async (_, path, reason) => {
    const out = path(temporaryFolder());
    const { code, out: text, err } = await digits([...TINY, "--out", out]);
    expect(err).toContain(`digits: cannot write --out ${out}: ${reason}. Name a file in a folder that exists`);
    expect({ code, text }).toEqual({ code: 1, text: "" });
  });

  it("a file in the folder's place", async () => {
    const file = join(temporaryFolder(), "file");
    writeFileSync(file, "");
    const { err } = await digits([...TINY, "--out", join(file, "x")]);
    expect(err).toContain("a part of the path is no folder");
  });

  it("batches larger than the data", async () => {
    const { code, err } = await digits(["--no-save", "--train-size", "10", "--batch-size", "11"]);
    expect(err).toBe("digits: --batch-size is 11, but there are 10 training images: take at most as many\n");
    expect(code).toBe(1);
  });
});

it("says so when the training diverges", async () => {
  const { code, err } = await digits([...TINY, "--no-save", "--lr", "1e30"]);
  expect(err).toMatch(/^digits: the loss became (NaN|Infinity) in epoch 1: lower --lr, which is 1e\+30\n$/);
  expect(code).toBe(1);
});
