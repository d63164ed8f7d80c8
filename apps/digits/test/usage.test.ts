import { describe, expect, it } from "vitest";
import { digits } from "./run-digits";

describe("usage errors", () => {
  it.each([
    ["--epochs x", "--epochs must be an integer of at least 1, got x"],
    ["--epochs 0", "--epochs must be an integer of at least 1, got 0"],
    ["--epochs 1.5", "--epochs must be an integer of at least 1, got 1.5"],
    ["--epochs --no-save", "--epochs must be an integer of at least 1, got --no-save"],
    ["--batch-size -1", "--batch-size must be an integer of at least 1, got -1"],
    ["--seed -1", "--seed must be an integer of at least 0, got -1"],
    ["--train-size 1e3", "--train-size must be an integer of at least 1, got 1e3"],
    ["--lr 0", "--lr must be a number above 0, got 0"],
    ["--lr Infinity", "--lr must be a number above 0, got Infinity"],
    ["--lr 1e999", "--lr must be a number above 0, got 1e999"],
    ["--model rnn", "--model must be neuron or mlp or cnn, got rnn"],
    ["--dataset cats", "--dataset must be generated or mnist or cifar10, got cats"],
    ["--dataset cifar10", "--dataset cifar10 needs --data <folder> with its files"],
    ["--dataset generated --data x", "--dataset generated reads no files: leave out --data"],
    ["--data=", "--data must not be empty"],
    ["--validation 1", "--validation must be a number between 0 and 1, such as 0.1, got 1"],
    ["--validation NaN", "--validation must be a number between 0 and 1, such as 0.1, got NaN"],
    ["--patience 0", "--patience must be an integer of at least 1, got 0"],
    ["--checkpoint-every 0", "--checkpoint-every must be an integer of at least 1, got 0"],
    ["--resume", "--resume needs --checkpoints <folder>"],
    ["--out x.svg --curves ./x.svg", "--out, --curves and --log must name different files"],
    ["--log x.txt", "--log must be a file called ….csv or ….jsonl, got x.txt"],
    ["--curves x.png", "--curves must be a file called ….svg, got x.png"],
    ["--out=", "--out must not be empty"],
    ["--epoch 3", "unknown option '--epoch'\n(Did you mean --epochs?)"],
    ["--epochs", "option '--epochs <n>' argument missing"],
    ["pedict model", 'unknown command "pedict", expected train or predict'],
    ["predict", "missing required argument 'file'"],
    ["predict model --lr 1", "unknown option '--lr'"],
    [
      "--backend abacus",
      "--backend abacus: the package @nn/backend-abacus is not installed. Installed: cpu, wasm, webgpu",
    ],
    ["--backend ../x", "--backend ../x: the package @nn/backend-../x is not installed."],
  ])("%s", async (command, message) => {
    const { code, out, err } = await digits(command.split(" "));
    expect(err).toContain(`digits: ${message}`);
    expect(err).toMatch(/See digits --help\.\n$/);
    expect(err).not.toContain("    at ");
    expect({ code, out }).toEqual({ code: 2, out: "" });
  });

  it("come with their stack on demand", async () => {
    const { err } = await digits(["--epochs", "x"], { debug: true });
    expect(err).toMatch(/got x\n {4}at /);
  });
});

describe("help", () => {
  it("names the options of the default command too", async () => {
    const { code, out, err } = await digits(["--help"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    for (const part of ["train", "predict", "--version", "--epochs", "--no-save"]) expect(out).toContain(part);
  });

  it("gives the version", async () => {
    expect(await digits(["--version"])).toEqual({ code: 0, out: "0.0.0\n", err: "" });
  });
});
