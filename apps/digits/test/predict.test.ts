import { cpu } from "@nn/backend-cpu";
import { setBackend, tensor } from "@nn/core";
import { saveSafetensors } from "@nn/io";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { DATASETS } from "../src/data/kinds";
import { cifarFolder, mnistFolder } from "./image-files";
import { digits, Screen, temporaryFolder } from "./run-digits";

beforeAll(() => setBackend(cpu()));

async function predictWith(file: string, ...options: string[]): Promise<string> {
  const { code, out, err } = await digits(["predict", file, ...options]);
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).not.toContain("    at ");
  return err;
}

describe("every model on every kind of images", () => {
  it.each(["neuron", "mlp", "cnn"])("%s: is saved and read again", async (model) => {
    for (const data of [
      ["--dataset", "generated", "--train-size", "40", "--test-size", "20"],
      ["--dataset", "mnist", "--data", mnistFolder()],
      ["--dataset", "cifar10", "--data", cifarFolder()],
    ]) {
      const file = join(temporaryFolder(), "network");
      const trained = await digits(["--model", model, "--epochs", "2", "--batch-size", "8", "--out", file, ...data]);
      expect(trained).toMatchObject({ code: 0, err: "" });
      const again = data.filter((word, i) => word !== "--train-size" && data[i - 1] !== "--train-size");
      const read = await digits(["predict", file, ...again.slice(2), "--count", "1"]);
      expect(read).toMatchObject({ code: 0, err: "" });
      const [, accuracy] = /test accuracy: (.*)/.exec(trained.out) ?? [];
      expect(read.out).toContain(`network: ${model} trained on ${data[1]}, seed 0, ${accuracy} when it was trained\n`);
      expect(read.out).toMatch(new RegExp(`test accuracy: ${accuracy}\\n$`));
      if (data[1] === "cifar10") expect(read.out).toMatch(/^image 1, read as [a-z]+ \(/);
    }
  });

  it("shows colours where there is a terminal", async () => {
    const file = join(temporaryFolder(), "network");
    const data = ["--data", cifarFolder()];
    await digits([
      "--model",
      "neuron",
      "--epochs",
      "1",
      "--batch-size",
      "8",
      "--dataset",
      "cifar10",
      "--out",
      file,
      ...data,
    ]);
    const stdout = new Screen(100);
    const { out } = await digits(["predict", file, ...data, "--count", "2"], { stdout });
    expect(out).toContain("\x1b[38;2;20;20;20;48;2;20;20;20m▀");
    expect(out).toMatch(/▀.\[0m {2}read as [a-z]+ \(/);
  });
});

it("refuses images of another kind than the network reads", async () => {
  const file = join(temporaryFolder(), "network");
  await digits(["--model", "neuron", "--epochs", "1", "--train-size", "64", "--out", file]);
  expect(await predictWith(file, "--dataset", "cifar10", "--data", cifarFolder())).toContain(
    "network reads 28 × 28 pixels, as of generated, but cifar10 has 32 × 32 pixels in 3 colours",
  );
});

it("refuses a file that is not there", async () => {
  expect(await predictWith("/none/x")).toBe("digits: cannot read /none/x: there is no such file or folder\n");
});

it("refuses what is no file, without waiting for it", async () => {
  expect(await predictWith("/dev/zero")).toBe("digits: cannot read /dev/zero: it is no regular file\n");
});

it("refuses a file of another format", async () => {
  const file = join(temporaryFolder(), "text");
  writeFileSync(file, "hello, this is some text");
  expect(await predictWith(file)).toMatch(/text is no network that `digits train` saved: header length is /);
});

it("refuses a network of another program", async () => {
  const file = join(temporaryFolder(), "other.safetensors");
  await saveSafetensors(file, { weight: tensor([1]) });
  expect(await predictWith(file)).toContain("its metadata must say model: neuron or mlp or cnn, found nothing");
});

const METADATA = {
  model: "mlp",
  dataset: "mnist",
  classes: JSON.stringify(DATASETS.mnist.classes),
  mean: "[30]",
  std: "[70]",
  seed: "0",
  accuracy: "1",
};

it.each([
  [{ model: "rnn" }, 'its metadata must say model: neuron or mlp or cnn, found "rnn"'],
  [{ dataset: "__proto__" }, 'its metadata must say dataset: generated or mnist or cifar10, found "__proto__"'],
  [{ classes: "[]" }, 'its metadata must say classes: ["0","1"'],
  [{ mean: "[30,30]" }, 'its metadata must say mean: 1 numbers, as in [1], found "[30,30]"'],
  [{ mean: "[null]" }, "its metadata must say mean"],
  [{ mean: "{" }, "its metadata must say mean"],
  [{ std: "[0]" }, "its metadata must say std"],
  [{ seed: " " }, "its metadata must say seed: a number"],
  [{ accuracy: "1.5" }, "its metadata must say accuracy: a number"],
  [{}, "1.weight"],
])("refuses a file whose metadata say %j, or whose weights do not fit", async (change, message) => {
  const file = join(temporaryFolder(), "wrong.safetensors");
  await saveSafetensors(file, { "1.weight": tensor([1]) }, { metadata: { ...METADATA, ...change } });
  const err = await predictWith(file);
  expect(err).toContain("is no network that `digits train` saved: ");
  expect(err).toContain(message);
});
