import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cpu } from "@nn/backend-cpu";
import { manualSeed, setBackend } from "@nn/core";
import { ReduceLROnPlateau } from "@nn/optim";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Accuracy, EarlyStopping, type EpochRecord, fit, type FitOptions, LearningRateMonitor } from "../src";
import { loss, network, points, weights } from "./problem";

beforeAll(() => setBackend(cpu()));

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "checkpoints-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Outcome {
  readonly weights: number[];
  readonly history: object[];
  readonly rates: number[][];
  readonly best: number;
}

const EPOCHS = 4;

/** Trains with dropout, a schedule, metrics and callbacks; stops by force after `steps` in all. */
async function train(options: Partial<FitOptions>, steps = Infinity): Promise<Outcome> {
  const { model, optimizer, schedule } = network(40);
  const stop = new AbortController();
  const rates = new LearningRateMonitor();
  const early = new EarlyStopping({ patience: 3 });
  const kill = { name: "kill", onStep: (run: { step: number }) => void (run.step === steps && stop.abort()) };
  const history = await fit(model, points(150), {
    loss,
    optimizer,
    schedule,
    epochs: EPOCHS,
    validation: points(50, { shuffle: false }),
    metrics: { accuracy: new Accuracy() },
    callbacks: [rates, early, kill],
    signal: stop.signal,
    ...options,
  });
  return { weights: await weights(model), history: history.map(timeless), rates: rates.rates, best: early.best };
}

function timeless({ seconds, ...record }: EpochRecord): object {
  expect(seconds).toBeGreaterThan(0);
  return record;
}

describe("a resumed run", () => {
  // 10 steps per epoch: in the middle of one, at its last step, in the second, and in the last.
  it.each([1, 5, 10, 14, 20, 37])("gives the same bits as one that ran through, cut at step %i", async (cut) => {
    const through = await train({});
    await expect(train({ checkpoints: { folder, everySteps: 1 } }, cut)).rejects.toThrow();
    manualSeed(99);
    const resumed = await train({ checkpoints: { folder, everySteps: 7, resume: true } });
    expect(resumed).toEqual(through);
  });

  it("starts over from the last of the checkpoints that come at intervals", async () => {
    const through = await train({});
    const options = { checkpoints: { folder, everySteps: 4, keep: 100 } };
    await expect(train({ ...options, signal: AbortSignal.any([]), callbacks: [crashAt(23)] })).rejects.toThrow("crash");
    expect(readdirSync(folder).map((name) => Number(/\d+/.exec(name)))).toEqual([4, 8, 10, 12, 16, 20]);
    const { weights: found } = await train({ checkpoints: { folder, resume: true }, callbacks: [] });
    expect(found).toEqual((await train({ callbacks: [] })).weights);
    expect(through.weights).toHaveLength(found.length);
  });

  it("saves when it is aborted, even between the checkpoints", async () => {
    const through = await train({});
    await expect(train({ checkpoints: { folder } }, 3)).rejects.toThrow();
    expect(readdirSync(folder).map((name) => Number(/\d+/.exec(name)))).toEqual([3]);
    expect(await train({ checkpoints: { folder, resume: true } })).toEqual(through);
  });

  it("goes on with the validation when that was cut", async () => {
    const through = await train({});
    const stop = new AbortController();
    const callbacks = [{ name: "kill", onValidationStart: () => stop.abort() }];
    const parts = [new LearningRateMonitor(), new EarlyStopping({ patience: 3 })];
    await expect(
      train({ checkpoints: { folder }, callbacks: [...parts, ...callbacks], signal: stop.signal }),
    ).rejects.toThrow();
    expect(await train({ checkpoints: { folder, resume: true } })).toEqual(through);
  });

  it("has nothing to do when the run was over", async () => {
    const through = await train({ checkpoints: { folder } });
    expect(await train({ checkpoints: { folder, resume: true } })).toEqual(through);
  });

  it("stays stopped when it was stopped early", async () => {
    const options = { checkpoints: { folder, resume: true }, epochs: 50 };
    const run = (): Promise<Outcome> =>
      train({ ...options, callbacks: [new EarlyStopping({ monitor: "train.loss", mode: "max", patience: 2 })] });
    const first = await run();
    expect(first.history).toHaveLength(3);
    expect(await run()).toEqual(first);
  });

  it("keeps the last checkpoints only", async () => {
    await train({ checkpoints: { folder, everySteps: 1, keep: 2 } });
    expect(readdirSync(folder)).toHaveLength(2);
  });

  it("goes on to more epochs", async () => {
    const through = await train({ epochs: 3 });
    await train({ epochs: 1, checkpoints: { folder } });
    expect(await train({ epochs: 3, checkpoints: { folder, resume: true } })).toEqual(through);
  });
});

describe("refused:", () => {
  it("to start over in a folder that holds a run", async () => {
    await train({ epochs: 1, checkpoints: { folder } });
    await expect(train({ checkpoints: { folder } })).rejects.toThrow("holds checkpoints of another run");
  });

  it.each([
    ["another batch size", { batchSize: 8 }, {}, "its run had 10 batches per epoch, this one has 19"],
    ["other metrics", {}, { metrics: {} }, "its run had the metrics [accuracy], this one has []"],
    ["no schedule", {}, { schedule: undefined }, "its run had a schedule, unlike this one"],
  ] as const)("%s", async (_, loaderOptions, options, message) => {
    await train({ epochs: 1, checkpoints: { folder } });
    const { model, optimizer, schedule } = network(40);
    const run = fit(model, points(150, loaderOptions), {
      loss,
      optimizer,
      schedule,
      epochs: 2,
      metrics: { accuracy: new Accuracy() },
      checkpoints: { folder, resume: true },
      ...options,
    });
    await expect(run).rejects.toThrow(message);
  });

  it("another model, whose keys are listed", async () => {
    await train({ epochs: 1, checkpoints: { folder } });
    const { optimizer } = network();
    const { Linear, Sequential } = await import("@nn/layers");
    const other = new Sequential(new Linear(2, 2));
    const run = fit(other, points(150), { loss, optimizer, epochs: 2, checkpoints: { folder, resume: true } });
    await expect(run).rejects.toThrow(/cannot resume from .*checkpoint.*/);
  });

  it("a damaged checkpoint", async () => {
    await train({ epochs: 1, checkpoints: { folder } });
    const [name] = readdirSync(folder);
    writeFileSync(join(folder, name), "not a checkpoint");
    await expect(train({ checkpoints: { folder, resume: true } })).rejects.toThrow(name);
  });

  it("steps between checkpoints that are none", async () => {
    await expect((async () => train({ checkpoints: { folder, everySteps: 0 } }))()).rejects.toThrow(
      "everySteps must be",
    );
    const { model, optimizer } = network();
    const run = async (): Promise<unknown> =>
      fit(model, [], { loss, optimizer, epochs: 1, checkpoints: { folder, everySteps: 5 } });
    await expect(run()).rejects.toThrow("need batches that know their position");
  });

  it("a folder that cannot be made", async () => {
    writeFileSync(join(folder, "file"), "");
    await expect(train({ checkpoints: { folder: join(folder, "file", "in") } })).rejects.toThrow();
  });
});

it("a plateau's state is part of it", async () => {
  const run = async (epochs: number): Promise<number> => {
    const { model, optimizer } = network();
    const scheduler = new ReduceLROnPlateau(optimizer, { patience: 1, threshold: 1e9 });
    const schedule = { scheduler, monitor: "train.loss" };
    await fit(model, points(50), { loss, optimizer, schedule, epochs, checkpoints: { folder, resume: true } });
    return optimizer.groups[0].lr;
  };
  await run(2);
  expect(await run(3)).toBeCloseTo(0.001, 10);
});

/** Fails as nothing that the run would save a checkpoint for. */
function crashAt(step: number): { name: string; onStep(run: { step: number }): void } {
  return {
    name: "crash",
    onStep(run) {
      if (run.step === step) throw new Error("crash");
    },
  };
}
