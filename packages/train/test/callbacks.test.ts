import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cpu } from "@nn/backend-cpu";
import { setBackend, tensor, type Tensor } from "@nn/core";
import { Linear } from "@nn/layers";
import { SGD, StepLR } from "@nn/optim";
import { beforeAll, describe, expect, it } from "vitest";
import {
  clipGradients,
  csvLog,
  EarlyStopping,
  fit,
  jsonLinesLog,
  LearningRateMonitor,
  type Callback,
  type Run,
} from "../src";
import { loss, network, points, weights } from "./problem";

beforeAll(() => setBackend(cpu()));

describe("EarlyStopping", () => {
  /** Runs the callback on given validation losses; gives the epochs it took and the epoch whose weights the model has. */
  async function run(losses: readonly number[], early: EarlyStopping): Promise<[epochs: number, weightsOf: number]> {
    const model = new Linear(1, 1, { bias: false });
    const optimizer = new SGD(model.parameters(), { lr: 0 });
    let epoch = 0;
    const count: Callback = {
      name: "count",
      onEpochStart: () => void model.loadStateDict({ weight: tensor([[0]]) }),
      onValidationStart: () => void model.loadStateDict({ weight: tensor([[losses[epoch++]]]) }),
    };
    const batch = [[tensor([[1]]), tensor([[0]])]];
    const history = await fit(model, batch, {
      loss: (y: Tensor) => y.sum(),
      optimizer,
      epochs: losses.length,
      validation: batch,
      callbacks: [count, early],
    });
    const [left] = await model.weight.data();
    return [history.length, losses.findIndex((value) => Math.fround(value) === left) + 1];
  }

  it.each([
    ["stops after patience epochs without a better figure", [5, 4, 3, 3, 4, 2], { patience: 2 }, [5, 3]],
    ["goes on while it gets better", [5, 4, 4, 3, 3.5, 2], { patience: 2 }, [6, 6]],
    ["asks for minDelta", [5, 4.9, 4.8, 4.7], { patience: 2, minDelta: 1 }, [3, 1]],
    ["looks for the largest", [1, 2, 1.5, 1.7, 3], { patience: 2, mode: "max" }, [4, 2]],
    ["leaves the last weights when told to", [5, 4, 6, 7], { patience: 2, restoreBest: false }, [4, 4]],
    ["restores the best at the last epoch too", [5, 4, 6], { patience: 5 }, [3, 2]],
    ["takes NaN for no improvement", [5, NaN, NaN, 1], { patience: 2 }, [3, 1]],
  ] as const)("%s", async (_, losses, options, expected) => {
    expect(await run(losses, new EarlyStopping(options))).toEqual(expected);
  });

  it("names the figures there are", async () => {
    const { model, optimizer } = network();
    const callbacks = [new EarlyStopping({ monitor: "validation.acuracy" })];
    await expect(fit(model, points(20), { loss, optimizer, epochs: 1, callbacks })).rejects.toThrow(
      'EarlyStopping: cannot go by "validation.acuracy", there is no such figure; expected one of train.loss',
    );
  });

  it.each([{ patience: 0 }, { minDelta: -1 }, { minDelta: NaN }, { mode: "up" as "min" }])("refuses %o", (options) => {
    expect(() => new EarlyStopping(options)).toThrow(/EarlyStopping: (patience|minDelta|mode) must/);
  });
});

describe("clipGradients", () => {
  it("bounds the step by the norm or the value", async () => {
    for (const [options, expected] of [
      [{ maxNorm: 0.5 }, Math.hypot(0.3, 0.4)],
      [{ maxValue: 0.1 }, Math.hypot(0.1, 0.1)],
    ] as const) {
      const model = new Linear(2, 1, { bias: false });
      const before = await weights(model as never);
      const optimizer = new SGD(model.parameters(), { lr: 1 });
      const batch = [[tensor([[30, 40]]), tensor([[0]])]];
      await fit(model, batch, {
        loss: (y: Tensor) => y.sum(),
        optimizer,
        epochs: 1,
        callbacks: [clipGradients(options)],
      });
      const after = await weights(model as never);
      expect(Math.hypot(...after.map((value, i) => value - before[i]))).toBeCloseTo(expected, 5);
    }
  });

  it.each([{}, { maxNorm: 0 }, { maxNorm: NaN }, { maxValue: -1 }])("refuses %o", (options) => {
    expect(() => clipGradients(options)).toThrow(/clipGradients: /);
  });
});

it("LearningRateMonitor takes down the rate of each step", async () => {
  for (const every of ["step", "epoch"] as const) {
    const { model, optimizer } = network(1, 1);
    const scheduler = new StepLR(optimizer, { stepSize: 1, gamma: 0.5 });
    const monitor = new LearningRateMonitor();
    await fit(model, points(32), { loss, optimizer, epochs: 2, schedule: { scheduler, every }, callbacks: [monitor] });
    expect(monitor.rates).toEqual(every === "step" ? [[1], [0.5], [0.25], [0.125]] : [[1], [1], [0.5], [0.5]]);
  }
});

describe("logs", () => {
  const folder = mkdtempSync(join(tmpdir(), "logs-"));

  it("hold a line per epoch", async () => {
    const { model, optimizer } = network();
    const [csv, jsonl] = [join(folder, "log.csv"), join(folder, "log.jsonl")];
    const sizes: number[] = [];
    const look: Callback = { name: "look", onEpochEnd: () => void sizes.push(lines(csv).length, lines(jsonl).length) };
    const callbacks = [csvLog(csv), jsonLinesLog(jsonl), look];
    const history = await fit(model, points(32), { loss, optimizer, epochs: 2, validation: points(16), callbacks });
    expect(sizes).toEqual([2, 1, 3, 2]);
    const [header, first] = lines(csv);
    expect(header).toBe("epoch,step,lr,seconds,train.loss,validation.loss");
    expect(first.split(",").map(Number)).toEqual([
      1,
      2,
      0.01,
      history[0].seconds,
      history[0].train.loss,
      history[0].validation!.loss,
    ]);
    expect(lines(jsonl).map((line) => JSON.parse(line) as unknown)).toEqual(history);
  });

  it("say which file cannot be written", async () => {
    const { model, optimizer } = network();
    const path = join(folder, "missing", "log.csv");
    const run = fit(model, points(32), { loss, optimizer, epochs: 1, callbacks: [csvLog(path)] });
    await expect(run).rejects.toThrow(`csvLog: cannot write ${path}: there is no such file or folder`);
  });

  it("leave nothing of an earlier run", async () => {
    const { model, optimizer } = network();
    const path = join(folder, "old.csv");
    writeFileSync(path, "old\nold\nold\n");
    const start: Callback = { name: "look", onStart: () => expect(lines(path)).toEqual([]) };
    await fit(model, points(32), { loss, optimizer, epochs: 1, callbacks: [csvLog(path), start] });
    expect(lines(path)).toHaveLength(2);
    rmSync(folder, { recursive: true });
  });

  const lines = (path: string): string[] => readFileSync(path, "utf8").split("\n").slice(0, -1);
});

it("callbacks are called in order, with a state that fits", async () => {
  const { model, optimizer } = network();
  const seen: string[] = [];
  const note =
    (what: string) =>
    ({ epoch, batch, batches, step, isValidating, history }: Run): void =>
      void seen.push(`${what} ${epoch} ${batch}/${batches} ${step} ${isValidating ? "v" : "t"} ${history.length}`);
  const callback: Callback = {
    name: "note",
    onStart: note("start"),
    onEpochStart: note("epoch"),
    onGradients: note("gradients"),
    onStep: note("step"),
    onValidationStart: note("validation"),
    onEpochEnd: note("epoch end"),
    onEnd: note("end"),
    onClose: note("close"),
  };
  await fit(model, points(32), { loss, optimizer, epochs: 1, validation: points(48), callbacks: [callback] });
  expect(seen).toEqual([
    "start 1 0/2 0 t 0",
    "epoch 1 0/2 0 t 0",
    "gradients 1 1/2 0 t 0",
    "step 1 1/2 1 t 0",
    "gradients 1 2/2 1 t 0",
    "step 1 2/2 2 t 0",
    "validation 1 0/3 2 v 0",
    "epoch end 1 2/2 2 t 0",
    "end 1 0/2 2 t 1",
    "close 1 0/2 2 t 1",
  ]);
});
