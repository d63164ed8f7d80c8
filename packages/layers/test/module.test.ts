import { cpu } from "@nn/backend-cpu";
import { add, mul, ones, setBackend, sgdStep, sum, zeros, type Tensor } from "@nn/core";
import { beforeEach, describe, expect, it } from "vitest";
import { BatchNorm1d, Dropout, Linear, Module, Parameter, ReLU, Sequential } from "../src";

beforeEach(() => setBackend(cpu()));

const SETTINGS = { lr: 0.1, momentum: 0, dampening: 0, nesterov: false, weightDecay: 0, maximize: false, first: true };

class Block extends Module {
  readonly linear = new Linear(2, 2);
  readonly gain = new Parameter(ones([2]));
  readonly plain = zeros([3]);
  readonly list = [new Linear(9, 9)];
  readonly maybe: Linear | undefined = undefined;
  readonly normLayer: BatchNorm1d;
  readonly inProj: Parameter;
  readonly table: Tensor;

  constructor() {
    super();
    this.normLayer = this.registerModule("norm_layer", new BatchNorm1d(2));
    this.inProj = this.registerParameter("in_proj", new Parameter(zeros([1])));
    this.table = this.registerBuffer("table", zeros([4]), { persistent: false });
    this.registerBuffer("steps", zeros([]));
    this.registerParameter("extra", new Parameter(zeros([2])));
  }

  forward(x: Tensor): Tensor {
    return mul(this.normLayer.forward(this.linear.forward(x)), this.gain);
  }
}

const names = (entries: readonly (readonly [string, unknown])[]): string[] => entries.map(([name]) => name);

describe("what a module consists of", () => {
  it("is found in fields, in order, and among what is registered", () => {
    const block = new Block();
    expect(names(block.namedParameters())).toEqual([
      "gain", "in_proj", "extra", "linear.weight", "linear.bias", "norm_layer.weight", "norm_layer.bias",
    ]); // oxfmt-ignore
    expect(names(block.namedBuffers())).toEqual([
      "table", "steps", "norm_layer.running_mean", "norm_layer.running_var", "norm_layer.num_batches_tracked",
    ]); // oxfmt-ignore
    expect(Object.keys(block.stateDict())).toEqual([
      "gain", "in_proj", "extra", "steps", "linear.weight", "linear.bias", "norm_layer.weight", "norm_layer.bias",
      "norm_layer.running_mean", "norm_layer.running_var", "norm_layer.num_batches_tracked",
    ]); // oxfmt-ignore
    expect(names(block.namedChildren())).toEqual(["linear", "norm_layer"]);
    expect(names(block.namedModules("top"))).toEqual(["top", "top.linear", "top.norm_layer"]);
    expect(block.parameters()[0]).toBe(block.gain);
    expect(block.buffers()[0]).toBe(block.table);
    expect(block.children()).toEqual([block.linear, block.normLayer]);
    expect(block.modules()).toEqual([block, block.linear, block.normLayer]);
  });

  it("lists shared parameters and modules once", () => {
    const shared = new Linear(2, 2);
    const model = new Sequential(shared, new ReLU(), shared);
    expect(names(model.namedParameters())).toEqual(["0.weight", "0.bias"]);
    expect(names(model.namedModules())).toEqual(["", "0", "1"]);
    expect(Object.keys(model.stateDict())).toEqual(["0.weight", "0.bias", "2.weight", "2.bias"]);
  });

  it("may refer to a module that it is in", () => {
    class Child extends Module {
      readonly gain = new Parameter(ones([1]));
      parent: Module | undefined;

      forward(x: Tensor): Tensor {
        return mul(x, this.gain);
      }
    }
    const child = new Child();
    const model = new Sequential(child, new ReLU());
    child.parent = model;
    expect(Object.keys(model.stateDict())).toEqual(["0.gain"]);
    expect(names(model.namedModules())).toEqual(["", "0", "1"]);
    let calls = 0;
    model.apply(() => calls++);
    expect(calls).toBe(3);
    expect(model.eval().summary()).toContain("1 trainable");
  });

  it("loads shared parameters under each key", () => {
    const shared = new Linear(1, 1, { bias: false });
    const model = new Sequential(shared, shared);
    model.loadStateDict({ "0.weight": ones([1, 1]), "1.weight": ones([1, 1]) });
    expect([...shared.weight.dataSync()]).toEqual([1]);
    expect(() => model.loadStateDict({ "0.weight": ones([1, 1]) })).toThrow("missing keys: 1.weight");
  });

  it("has names that can be part of a key", () => {
    const block = new Block();
    expect(() => block.registerBuffer("a.b", zeros([1]))).toThrow('cannot be empty or contain a dot, got "a.b"');
    expect(() => block.registerModule("", new ReLU())).toThrow("cannot be empty");
  });

  it("shows when it is printed", () => {
    expect(Object.keys(new Linear(2, 3))).toEqual(["training", "inFeatures", "outFeatures", "weight", "bias"]);
  });
});

describe("a parameter", () => {
  it("is a leaf that requires a gradient and shares its tensor's value", () => {
    const value = ones([2]);
    const parameter = new Parameter(value);
    expect([parameter.requiresGrad, parameter.isLeaf, value.requiresGrad]).toEqual([true, true, false]);
    expect(new Parameter(value, { requiresGrad: false }).requiresGrad).toBe(false);
    value.dispose();
    expect([...parameter.dataSync()]).toEqual([1, 1]);
    expect(() => new Parameter(value)).toThrow("Parameter: this tensor");
    expect(() => new Parameter(zeros([1], { dtype: "int32" }))).toThrow("only floating tensors have gradients");
  });

  it("shared by two layers collects both gradients", () => {
    const [a, b] = [new Linear(2, 2, { bias: false }), new Linear(2, 2, { bias: false })];
    b.weight = a.weight;
    sum(add(a.forward(ones([1, 2])), b.forward(ones([1, 2])))).backward();
    expect([...a.weight.grad!.dataSync()]).toEqual([2, 2, 2, 2]);
  });
});

describe("modes", () => {
  it("train and eval reach every module", () => {
    const model = new Sequential(new Dropout(), new Block());
    expect(
      model
        .eval()
        .modules()
        .some(({ training }) => training),
    ).toBe(false);
    expect(
      model
        .train()
        .modules()
        .every(({ training }) => training),
    ).toBe(true);
    const x = ones([50, 2]);
    const dropout = model.at(0);
    expect(new Set(dropout.forward(x).dataSync())).toEqual(new Set([0, 2]));
    expect(dropout.eval().forward(x)).toBe(x);
  });

  it("freezing stops gradients", () => {
    const block = new Block();
    block.linear.requiresGrad_(false);
    sum(block.forward(ones([3, 2]))).backward();
    expect(block.linear.weight.grad).toBeNull();
    expect(block.gain.grad).not.toBeNull();
    block.zeroGrad();
    expect(block.gain.grad).toBeNull();
    expect(block.requiresGrad_().linear.weight.requiresGrad).toBe(true);
  });

  it("a frozen layer is left alone by training, until it is thawed", () => {
    const model = new Sequential(new Linear(2, 3), new Linear(3, 1));
    const [frozen, free] = [...model].map((layer) => layer.parameters()[0]);
    const step = (): void => {
      sum(model.forward(ones([4, 2]))).backward();
      for (const parameter of model.parameters()) {
        if (parameter.grad) sgdStep(parameter, parameter.grad, undefined, SETTINGS);
      }
      model.zeroGrad();
    };
    model.at(0).requiresGrad_(false);
    const before = [frozen.dataSync(), free.dataSync()];
    step();
    expect(frozen.dataSync()).toEqual(before[0]);
    expect(free.dataSync()).not.toEqual(before[1]);
    model.requiresGrad_();
    step();
    expect(frozen.dataSync()).not.toEqual(before[0]);
    expect(frozen).toBe(model.at(0).parameters()[0]);
  });

  it("apply visits inner modules before outer ones", () => {
    const seen: string[] = [];
    const model = new Sequential(new Block(), new ReLU());
    expect(model.apply((module) => seen.push(module.constructor.name))).toBe(model);
    expect(seen).toEqual(["Linear", "BatchNorm1d", "Block", "ReLU", "Sequential"]);
  });
});

describe("to", () => {
  it("a dtype casts floating parameters, gradients and buffers in place", () => {
    const layer = new BatchNorm1d(2);
    const { weight, runningMean } = layer;
    sum(layer.forward(ones([3, 2]))).backward();
    expect(layer.to("float64")).toBe(layer);
    expect(layer.weight).toBe(weight);
    expect([weight?.dtype, weight?.grad?.dtype, runningMean?.dtype]).toEqual(["float64", "float64", "float64"]);
    expect(layer.numBatchesTracked?.dtype).toBe("int32");
    expect(layer.forward(ones([3, 2], { dtype: "float64" })).dtype).toBe("float64");
  });

  it("a backend moves values and gradients, and keeps the objects", async () => {
    const layer = new Linear(2, 2);
    const { weight } = layer;
    const before = [...weight.dataSync()];
    sum(layer.forward(ones([3, 2]))).backward();
    const other = cpu();
    expect(await layer.to(other)).toBe(layer);
    expect(layer.weight).toBe(weight);
    expect([weight.backend, weight.grad?.backend, layer.bias?.backend]).toEqual([other, other, other]);
    expect([...weight.dataSync()]).toEqual(before);
    expect([weight.requiresGrad, layer.bias?.requiresGrad]).toEqual([true, true]);
    expect(layer.forward(ones([1, 2], { backend: other })).backend).toBe(other);
  });

  it("layers can be made elsewhere and otherwise from the start", () => {
    const other = cpu();
    const layer = new BatchNorm1d(3, { dtype: "float64", backend: other });
    for (const tensor of [...layer.parameters(), ...layer.buffers()]) expect(tensor.backend).toBe(other);
    expect(layer.runningVar?.dtype).toBe("float64");
  });
});
