import { cpu } from "@nn/backend-cpu";
import { memoryStats, scope, setBackend, tensor, type Tensor } from "@nn/core";
import { beforeEach, describe, expect, it } from "vitest";
import { ExponentialMovingAverage, SGD } from "../src";
import golden from "./golden/averages.json";
import { distance, flat, makeProblem, train } from "./problem";

beforeEach(() => setBackend(cpu()));

const values = (tensors: readonly Tensor[]): number[] => tensors.flatMap((t) => [...t.dataSync()]);

describe.each([
  ["float64", 1e-11],
  ["float32", 5e-6],
] as const)("averages in %s", (dtype, tolerance) => {
  it.each(golden)("with $options", async ({ options, steps }) => {
    const problem = makeProblem(dtype);
    const optimizer = new SGD(problem.params, { lr: 0.05, momentum: 0.9 });
    const ema = new ExponentialMovingAverage(problem.params, options);
    for (const expected of steps) {
      train(problem, optimizer);
      ema.update();
      const seen = ema.withAverage(() => values(problem.params));
      expect(distance(seen, expected)).toBeLessThan(tolerance);
    }
    expect(ema.numUpdates).toBe(steps.length);
  });
});

describe("withAverage", () => {
  const start = (): { x: Tensor; ema: ExponentialMovingAverage } => {
    const x = tensor([0, 0], { requiresGrad: true });
    const ema = new ExponentialMovingAverage(x, { decay: 0.5, useNumUpdates: false });
    x.sum().backward();
    new SGD([x], { lr: 4 }).step();
    ema.update();
    return { x, ema };
  };

  it("gives parameters their own values back, however it ends", async () => {
    const { x, ema } = start();
    expect(values([x])).toEqual([-4, -4]);
    expect(ema.withAverage(() => values([x]))).toEqual([-2, -2]);
    expect(values([x])).toEqual([-4, -4]);
    expect(() =>
      ema.withAverage(() => {
        throw new Error("mine");
      }),
    ).toThrow("mine");
    expect(values([x])).toEqual([-4, -4]);
    expect(await ema.withAverage(async () => [...(await x.data())])).toEqual([-2, -2]);
    expect(values([x])).toEqual([-4, -4]);
    await expect(ema.withAverage(() => Promise.reject(new Error("late")))).rejects.toThrow("late");
    expect(values([x])).toEqual([-4, -4]);
    expect(scope(() => ema.withAverage(() => values([x])))).toEqual([-2, -2]);
    expect(values([x])).toEqual([-4, -4]);
  });

  it("keeps updates and itself out", async () => {
    const { x, ema } = start();
    expect(() => ema.withAverage(() => ema.update())).toThrow("ExponentialMovingAverage.update: inside withAverage");
    const open = ema.withAverage(() => x.data());
    expect(() => ema.withAverage(() => 0)).toThrow("ExponentialMovingAverage.withAverage: inside withAverage");
    await open;
    expect(ema.withAverage(() => values([x]))).toEqual([-2, -2]);
    expect(ema.numUpdates).toBe(1);
  });

  it("leaves the averages alone when parameters are changed in it", () => {
    const { x, ema } = start();
    const optimizer = new SGD([x], { lr: 1 });
    ema.withAverage(() => optimizer.step());
    expect(values([x])).toEqual([-4, -4]);
    expect(ema.withAverage(() => values([x]))).toEqual([-2, -2]);
  });
});

describe("ExponentialMovingAverage", () => {
  it("averages floating buffers and copies others", () => {
    const [mean, count] = [tensor([1, 2]), tensor(3, { dtype: "int32" })];
    const ema = new ExponentialMovingAverage([mean, count], { decay: 0.25, useNumUpdates: false });
    mean.assign(tensor([5, 10]));
    count.assign(tensor(7, { dtype: "int32" }));
    ema.update();
    expect(ema.withAverage(() => values([mean, count]))).toEqual([4, 8, 7]);
  });

  it.each([0, 1])("has a decay of %i", (decay) => {
    const x = tensor([1]);
    const ema = new ExponentialMovingAverage([x], { decay, useNumUpdates: false });
    x.assign(tensor([2]));
    ema.update();
    expect(ema.withAverage(() => values([x]))).toEqual([decay === 0 ? 2 : 1]);
  });

  it("goes on where its state was taken", async () => {
    const problem = makeProblem();
    const optimizer = new SGD(problem.params, { lr: 0.05 });
    const [first, second] = [1, 2].map(() => new ExponentialMovingAverage(problem.params));
    for (let i = 0; i < 5; i++) {
      train(problem, optimizer);
      first.update();
    }
    const state = first.stateDict();
    const before = await flat(state.averages);
    second.loadStateDict(state);
    for (let i = 0; i < 5; i++) {
      train(problem, optimizer);
      first.update();
      second.update();
    }
    expect(await flat(state.averages)).toEqual(before);
    expect(second.stateDict().numUpdates).toBe(10);
    expect(await flat(second.stateDict().averages)).toEqual(await flat(first.stateDict().averages));
  });

  it("holds one copy of the parameters", () => {
    const problem = makeProblem();
    const optimizer = new SGD(problem.params, { lr: 0.05 });
    const ema = new ExponentialMovingAverage(problem.params);
    const round = (): void => {
      const loss = problem.loss();
      loss.backward();
      loss.dispose();
      optimizer.step();
      optimizer.zeroGrad();
      ema.update();
      ema.withAverage(() => undefined);
    };
    const before = memoryStats().buffers;
    round();
    const after = memoryStats().buffers;
    expect(after - before).toBeGreaterThanOrEqual(problem.params.length);
    for (let i = 0; i < 20; i++) round();
    expect(memoryStats().buffers).toBe(after);
  });

  it("refuses nonsense", () => {
    const x = tensor([1, 2]);
    expect(() => new ExponentialMovingAverage([])).toThrow("ExponentialMovingAverage: got no parameters");
    expect(() => new ExponentialMovingAverage([3 as never])).toThrow("parameter 0 is not a tensor");
    expect(() => new ExponentialMovingAverage([x], { decay: 1.1 })).toThrow("decay must lie in [0, 1], got 1.1");
    expect(() => new ExponentialMovingAverage([x], { decay: NaN })).toThrow("decay must lie in [0, 1], got NaN");
    const ema = new ExponentialMovingAverage([x]);
    const load = (state: unknown) => (): void => ema.loadStateDict(state as never);
    expect(load({ numUpdates: -1, averages: [x] })).toThrow("numUpdates must be an integer of at least 0");
    expect(load({ numUpdates: 1 })).toThrow("loadStateDict: expected what stateDict() gives, { numUpdates, averages }");
    expect(load({ numUpdates: 1, averages: [x, x] })).toThrow("the state has averages of 2 parameters, expected 1");
    expect(load({ numUpdates: 1, averages: [tensor([1])] })).toThrow("average of shape [1] does not fit");
    expect(load({ numUpdates: 1, averages: [3] })).toThrow("average of the state must be a tensor, got number");
    expect(load(undefined)).toThrow("expected what stateDict() gives");
    const gone = tensor([1]);
    gone.dispose();
    expect(() => new ExponentialMovingAverage([gone])).toThrow("was freed");
  });
});
