import { cpu } from "@nn/backend-cpu";
import { conv2d, setBackend } from "@nn/core";
import { describe, expect, it } from "vitest";
import type { Contestant } from "../src/contestants/contestant";
import { nnOn } from "../src/contestants/nn";
import { uniform } from "../src/random";
import { inputShape, outputShape, weightGradient, weightShape } from "../src/reference/convolution";
import { difference } from "../src/run/difference";
import { localRunner } from "../src/run/local-runner";
import { capOf, measure, type Limits } from "../src/run/measure";
import { OvertimeError, type OpenRunner } from "../src/run/runner";
import { WORKS } from "../src/works";

const own: Contestant = { id: "nn-cpu", library: "nn", variant: "cpu", compiled: false, threads: 1, env: {} };
const limits: Limits = { rounds: 3, roundMs: 1, warmUpMs: 0, budgetMs: 60_000, capMs: 60_000, gpuCapMs: 60_000 };

const openOwn: OpenRunner = (_, work) =>
  localRunner(async () => {
    setBackend(cpu());
    const nn = nnOn({ url: "", factory: "cpu" });
    return (one) => one.nn(nn, one.inputs());
  }, work);

function workNamed(part: string) {
  const work = WORKS.find(({ name }) => name.includes(part));
  if (!work) throw new Error(part);
  return work;
}

describe("measure", () => {
  it.each([
    "64x784x128",
    "dim 0",
    "layerNorm 1024x768 forward",
    "3x3 8x32x28x28 to 64: forward",
    "depthwise",
    "train mlp 784-128-10 batch 64 sgd",
    "lstm",
    "transformer block d128 h4 seq128 batch 8 forward",
    "infer lenet",
    "recorded add",
  ])("finds our output of %s right and times it", async (part) => {
    const verdicts = await measure(workNamed(part), [own], openOwn, limits);
    expect(verdicts).toMatchObject({ "nn-cpu": { kind: "measured" } });
  });

  it("takes the gradient of one input", async () => {
    setBackend(cpu());
    const conv = { batch: 1, inChannels: 2, outChannels: 3, height: 4, width: 4, kernel: 3, padding: 1 };
    const shapes = { x: inputShape(conv), w: weightShape(conv), g: outputShape(conv) };
    const inputs = { x: uniform(1, shapes.x), w: uniform(2, shapes.w), g: uniform(3, shapes.g) };
    const nn = nnOn({ url: "", factory: "cpu" });
    const task = nn.gradient(inputs, "w", ({ x, w }) => conv2d(x, w, undefined, { padding: 1 }));
    const expected = { y: weightGradient(conv, inputs.g.data, inputs.x.data) };
    expect(difference(await task.outputs(), expected)).toBeLessThan(1e-6);
  });

  /** A contestant whose outputs are `y` and whose runs take 10 ms by its own clock. */
  const fake =
    (y: number, round: () => Promise<number[]> = async () => [10]): OpenRunner =>
    () => ({ prepare: async () => ({ outputs: { y: [y, y] }, ms: 10 }), round, close() {} });
  const work = { ...workNamed("recorded add"), reference: () => ({ y: [1, 1] }), tolerance: 0.01 };

  it("tells wrong outputs from right ones", async () => {
    expect(await measure(work, [own], fake(1.001), limits)).toMatchObject({ "nn-cpu": { kind: "measured", ms: 10 } });
    expect(await measure(work, [own], fake(1.1), limits)).toMatchObject({ "nn-cpu": { kind: "wrong" } });
  });

  it("gives reasons and limits", async () => {
    const failing = fake(1, () => Promise.reject(new Error("no kernel")));
    expect(await measure(work, [own], failing, limits)).toEqual({ "nn-cpu": { kind: "cannot", reason: "no kernel" } });
    const slow = fake(1, () => Promise.reject(new OvertimeError()));
    expect(await measure(work, [own], slow, limits)).toEqual({ "nn-cpu": { kind: "overtime", moreThanMs: 60_000 } });
  });

  const onGpu: Contestant = { ...own, id: "nn-webgpu", variant: "webgpu" };

  it("does not take a GPU's first run, with its shaders, for a time", async () => {
    const slow = fake(1, () => Promise.reject(new OvertimeError()));
    const verdicts = await measure(work, [onGpu], slow, { ...limits, gpuCapMs: 5_000 });
    expect(verdicts).toEqual({ "nn-webgpu": { kind: "late", afterMs: 5_000 } });
    expect([capOf(own, limits), capOf(onGpu, { ...limits, gpuCapMs: 1 })]).toEqual([60_000, 1]);
  });

  it("warms up who was quick, and who had shaders to compile", async () => {
    const rounds: Record<string, number> = { "nn-cpu": 0, "nn-webgpu": 0 };
    const open: OpenRunner = ({ id }) => ({
      prepare: async () => ({ outputs: { y: [1, 1] }, ms: 1000 }),
      round: async () => [(rounds[id] += 1)],
      close() {},
    });
    await measure(work, [own, onGpu], open, limits);
    expect(rounds).toEqual({ "nn-cpu": 3, "nn-webgpu": 4 });
  });

  it("takes turns, and leaves out who has had its time", async () => {
    const turns: string[] = [];
    const open: OpenRunner = ({ id }) => ({
      prepare: async () => ({ outputs: { y: [1, 1] }, ms: 10 }),
      round: async () => {
        turns.push(id);
        return [id === "slow" ? 100 : 1];
      },
      close() {},
    });
    await measure(work, [own, { ...own, id: "slow" }], open, { ...limits, budgetMs: 50 });
    expect(turns).toEqual(["nn-cpu", "slow", "nn-cpu", "nn-cpu"]);
  });
});
