import { cpu } from "@nn/backend-cpu";
import { rand, randint, setBackend, tensor, zeros } from "@nn/core";
import { beforeEach, describe, expect, it } from "vitest";
import { Accuracy } from "../../src/metrics/accuracy";
import { best, classBatches, int, toTensors } from "./batches";

beforeEach(() => setBackend(cpu()));

const BATCHES = classBatches(3, 5, [7, 1, 12, 4]);
const SAMPLES = BATCHES.flat();

describe("Accuracy", () => {
  it("is the share of right samples over uneven batches", async () => {
    const metric = new Accuracy();
    for (const batch of BATCHES) metric.update(...toTensors(batch));
    const right = SAMPLES.filter((sample) => best(sample) === sample.target).length;
    expect(right).toBeGreaterThan(0);
    expect(right).toBeLessThan(SAMPLES.length);
    expect(await metric.compute()).toBe(right / SAMPLES.length);
  });

  it.each([1, 2, 3, 5])("counts the target among the %i largest", async (topK) => {
    const metric = new Accuracy({ topK });
    for (const batch of BATCHES) metric.update(...toTensors(batch));
    const right = SAMPLES.filter(({ output, target }) => output.filter((v) => v > output[target]).length < topK).length;
    expect(await metric.compute()).toBe(right / SAMPLES.length);
  });

  it("takes the first of equal outputs, so that a constant output is not right by topK alone", async () => {
    const metric = new Accuracy({ topK: 2 });
    metric.update(zeros([4, 4]), int([0, 1, 2, 3]));
    expect(await metric.compute()).toBe(0.5);
  });

  it("takes classes in dimension 1 of more dimensions, and a single sample", async () => {
    const metric = new Accuracy();
    // [1, 2 classes, 3 places]
    metric.update(tensor([[[1, 0, 1], [0, 1, 2]]]), int([[0, 0, 1]])); // oxfmt-ignore
    expect(await metric.compute()).toBeCloseTo(2 / 3, 12);
    metric.update(tensor([0.1, 0.7, 0.2]), tensor(1, { dtype: "int32" }));
    expect(await metric.compute()).toBe(0.75);
  });

  it("leaves ignored targets out", async () => {
    const metric = new Accuracy({ ignoreIndex: -1 });
    metric.update(tensor([[1, 0], [1, 0], [0, 1]]), int([0, -1, 0])); // oxfmt-ignore
    expect(await metric.compute()).toBe(0.5);
  });

  it("is NaN when nothing counts", async () => {
    const metric = new Accuracy({ ignoreIndex: 0 });
    metric.update(tensor([[1, 0]]), int([0]));
    expect(await metric.compute()).toBeNaN();
  });

  it("takes one number per sample with a threshold, and floating targets", async () => {
    const metric = new Accuracy({ threshold: 0 });
    metric.update(tensor([-1, 0, 2, 3]), tensor([0, 1, 1, 0]));
    metric.update(tensor([[5]]), int([[1]]));
    metric.update(tensor([-5]), tensor([false]));
    expect(await metric.compute()).toBeCloseTo(4 / 6, 12);
  });

  it("is NaN after an output of NaN, which is no prediction", async () => {
    const metric = new Accuracy();
    metric.update(tensor([[1, 0], [NaN, 0]]), int([0, 0])); // oxfmt-ignore
    expect(await metric.compute()).toBeNaN();
    const binary = new Accuracy({ threshold: 0 });
    binary.update(tensor([1, NaN]), int([1, 0]));
    expect(await binary.compute()).toBeNaN();
  });

  it("does not mind an ignored sample's NaN", async () => {
    const metric = new Accuracy({ ignoreIndex: -1 });
    metric.update(tensor([[1, 0], [NaN, 0]]), int([0, -1])); // oxfmt-ignore
    expect(await metric.compute()).toBe(1);
  });

  it("tells targets that are no class when it is computed", async () => {
    const metric = new Accuracy();
    metric.update(rand([3, 4]), int([0, 4, -1]));
    await expect(metric.compute()).rejects.toThrow("Accuracy: 2 of the targets are no class from 0 to 3");
    const binary = new Accuracy({ threshold: 0 });
    binary.update(tensor([1, 2]), tensor([1, 0.5]));
    await expect(binary.compute()).rejects.toThrow("1 of the targets are no class from 0 to 1");
  });

  it.each([
    [{}, [8, 1], [8], "int32", "one class has nothing to be told from"],
    [{}, [8], [8], "int32", "expected an output [batch, classes, ...]"],
    [{}, [8, 3], [7], "int32", "the output is [8,3], the target int32 [7]"],
    [{}, [8, 3], [8], "float32", 'target.to("int32")'],
    [{ threshold: 0 }, [8, 1], [8], "int32", "must have the shape of the output [8,1]"],
    [{ topK: 4 }, [8, 3], [8], "int32", "topK 4 is more than the 3 classes of [8,3]"],
  ] as const)("refuses %o for an output %o and a target %o of %s", (options, output, target, dtype, message) => {
    const metric = new Accuracy(options);
    expect(() => metric.update(rand(output), randint(0, 2, target).to(dtype))).toThrow(message);
  });

  it("refuses what is no tensor", () => {
    const metric = new Accuracy();
    expect(() => metric.update([] as never, int([0]))).toThrow("Accuracy: the output must be a tensor, got an array");
    expect(() => metric.update(rand([1, 2]), 3 as never)).toThrow("Accuracy: the target must be a tensor, got number");
  });

  it.each([
    [{ topK: 0 }, "topK must be an integer of at least 1, got 0"],
    [{ topK: 1.5 }, "got 1.5"],
    [{ topK: 2, threshold: 0 }, "exclude each other"],
    [{ threshold: NaN }, "threshold must be a finite number, got NaN"],
    [{ ignoreIndex: 0.5 }, "ignoreIndex must be an integer, got 0.5"],
  ])("refuses %o", (options, message) => {
    expect(() => new Accuracy(options)).toThrow(message);
  });
});
