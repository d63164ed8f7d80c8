import { cpu } from "@nn/backend-cpu";
import {
  add,
  manualSeed,
  memoryStats,
  mul,
  noGrad,
  ones,
  randn,
  setBackend,
  sgdStep,
  square,
  sum,
  zeros,
  type Tensor,
} from "@nn/core";
import { beforeEach, describe, expect, it } from "vitest";
import {
  BatchNorm1d, Dropout, Dropout2d, Linear, LSTM, Module, ModuleDict, ModuleList, Parameter, PositionalEncoding, ReLU,
  Sequential, type Copies,
} from "../src"; // oxfmt-ignore
import layerCases from "./golden/layers.json";
import recurrentCases from "./golden/recurrent.json";
import transformerCases from "./golden/transformers.json";
import { layerMakers, outputsOf, recurrentMakers, transformerMakers } from "./makers";
import { unpack, type Packed } from "./packed";

beforeEach(() => {
  setBackend(cpu());
  manualSeed(5);
});

const SETTINGS = { lr: 0.1, momentum: 0, dampening: 0, nesterov: false, weightDecay: 0, maximize: false, first: true };

const numbers = (tensors: readonly Tensor[]): number[][] => tensors.map((tensor) => [...tensor.dataSync()]);

function train(model: Module, inputs: readonly Tensor[]): void {
  const losses = outputsOf(model, inputs).map((output) => sum(square(output)));
  losses.reduce((a, b) => add(a, b)).backward();
  for (const parameter of model.parameters()) sgdStep(parameter, parameter.grad!, undefined, SETTINGS);
}

/** Checks that a copy computes the same, and that training it leaves the original as it is. */
function expectIndependent(module: Module, inputs: readonly Tensor[]): void {
  const copy = module.deepCopy();
  const state = numbers(Object.values(module.stateDict()));
  expect(copy.constructor).toBe(module.constructor);
  expect(Object.keys(copy)).toEqual(Object.keys(module));
  expect(copy.namedModules().map(([name]) => name)).toEqual(module.namedModules().map(([name]) => name));
  expect(Object.keys(copy.stateDict())).toEqual(Object.keys(module.stateDict()));
  expect(numbers(Object.values(copy.stateDict()))).toEqual(state);
  const own = new Set<unknown>([...module.modules(), ...module.parameters(), ...module.buffers()]);
  for (const part of [...copy.modules(), ...copy.parameters(), ...copy.buffers()]) expect(own.has(part)).toBe(false);
  expect(numbers(outputsOf(copy.eval(), inputs))).toEqual(numbers(outputsOf(module.eval(), inputs)));
  if (copy.parameters().length === 0) return;
  train(copy.train(), inputs);
  expect(numbers(copy.parameters())).not.toEqual(numbers(module.parameters()));
  expect(numbers(Object.values(module.stateDict()))).toEqual(state);
  expect(module.parameters().every(({ grad }) => grad === null)).toBe(true);
  expect(module.modules().some(({ training }) => training)).toBe(false);
}

const cases = Object.entries({ ...layerCases, ...recurrentCases, ...transformerCases });
const makers: Record<string, () => Module> = { ...layerMakers, ...recurrentMakers, ...transformerMakers };

describe("a deep copy computes the same, and is trained by itself:", () => {
  it.each(cases.map(([name, { inputs }]) => [name, inputs as Packed[]] as const))("%s", (name, inputs) => {
    expectIndependent(makers[name](), inputs.map(unpack));
  });

  it("layers of no golden file, and containers", () => {
    expectIndependent(new Dropout(0.3), [ones([2, 3])]);
    expectIndependent(new Dropout2d(0.3), [ones([2, 3, 4, 4])]);
    expectIndependent(new PositionalEncoding(4, { maxLen: 5 }), [ones([3, 4])]);
    expectIndependent(new Sequential({ a: new Linear(2, 3), b: new BatchNorm1d(3) }), [randn([4, 2])]);
    const list = new ModuleList([new Linear(2, 3)]).deepCopy().append(new Linear(3, 4));
    expect([list.length, list.at(0).inFeatures, list.at(1).outFeatures]).toEqual([2, 2, 4]);
    const dict = new ModuleDict({ x: new ReLU() });
    dict.deepCopy().set("y", new ReLU());
    expect([...dict.keys()]).toEqual(["x"]);
  });
});

class Holder extends Module {
  readonly config = { sizes: [1, 2], nested: { deep: true } };
  readonly weights = new Map([["a", new Parameter(ones([2]))]]);
  readonly tags = new Set(["x"]);
  readonly table = new Float32Array([1, 2]);
  readonly constant = zeros([2]);
  readonly when = new Date(0);
  readonly list: unknown[] = [];
  readonly double = (x: Tensor): Tensor => mul(x, 2);
  readonly shared: Linear;
  readonly again: Linear;
  self: Module | undefined;
  inner: Module | undefined;

  constructor() {
    super();
    this.shared = new Linear(2, 2);
    this.again = this.shared;
    this.registerParameter("odd_name", this.weights.get("a")!);
    this.registerBuffer("hidden", ones([1]), { persistent: false });
    this.registerModule("extra", new ReLU());
    this.list.push(this.list, this);
    Object.defineProperty(this, "size", { get: () => 7, enumerable: true });
  }

  forward(x: Tensor): Tensor {
    return this.again.forward(this.shared.forward(mul(x, this.weights.get("a")!)));
  }
}

describe("a deep copy", () => {
  it("copies what is in fields, and keeps sharing and cycles", () => {
    const holder = new Holder();
    holder.self = holder;
    const copy = holder.deepCopy();
    expect(copy).toBeInstanceOf(Holder);
    expect(copy.config).toEqual(holder.config);
    expect(copy.config.nested).not.toBe(holder.config.nested);
    expect([copy.tags, copy.table]).toEqual([holder.tags, holder.table]);
    expect(copy.tags === holder.tags || copy.table === holder.table).toBe(false);
    expect([copy.self, copy.list[0], copy.list[1]]).toEqual([copy, copy.list, copy]);
    expect(copy.shared).toBe(copy.again);
    expect(copy.shared).not.toBe(holder.shared);
    expect([copy.when, copy.double]).toEqual([holder.when, holder.double]);
    expect(copy.namedParameters().map(([name]) => name)).toEqual(holder.namedParameters().map(([name]) => name));
    expect(copy.weights.get("a")).toBe(copy.parameters()[0]);
    expect(copy.buffers()[0]).not.toBe(holder.buffers()[0]);
    expect(copy.constant).not.toBe(holder.constant);
    expect(Object.keys(copy.stateDict())).not.toContain("hidden");
    expect(copy.namedChildren().map(([name]) => name)).toContain("extra");
    expect((copy as unknown as { size: number }).size).toBe(7);
    expectIndependent(new Holder(), [ones([3, 2])]);
  });

  it("keeps flags, but no gradients", () => {
    const model = new Sequential(new Linear(2, 2), new Dropout()).eval();
    model.at(0).parameters()[1].requiresGrad = false;
    sum(model.forward(ones([1, 2]))).backward();
    model.train();
    model.at(1).eval();
    const copy = model.deepCopy();
    expect(copy.modules().map(({ training }) => training)).toEqual([true, true, false]);
    expect(copy.parameters().map(({ requiresGrad }) => requiresGrad)).toEqual([true, false]);
    expect(copy.parameters()[0].grad).toBeNull();
    expect(model.parameters()[0].grad).not.toBeNull();
    copy.zeroGrad();
    expect(copy.parameters().every(({ isLeaf }) => isLeaf)).toBe(true);
  });

  it("costs no memory until a value changes, in a scope or out of it", () => {
    const lstm = new LSTM(3, 4);
    const before = memoryStats().bytes;
    const copy = lstm.deepCopy();
    expect(memoryStats().bytes).toBe(before);
    noGrad(() => copy.parameters()[0].assign(zeros([16, 3])));
    expect(memoryStats().bytes - before).toBe(16 * 3 * 4);
    expect(new Set(lstm.parameters()[0].dataSync()).size).toBeGreaterThan(10);
  });

  it("has the hooks of the original, and its own from then on", () => {
    const linear = new Linear(2, 2);
    const seen: Module[] = [];
    const handle = linear.registerForwardHook((module) => void seen.push(module));
    const copy = linear.deepCopy();
    handle.remove();
    linear.forward(ones([1, 2]));
    copy.forward(ones([1, 2]));
    expect(seen).toEqual([copy]);
    expect(seen[0]).toBe(copy);
  });

  it("keeps a forward that was assigned", () => {
    const linear = new Linear(2, 2);
    linear.forward = (x) => x;
    const x = ones([1, 2]);
    expect(linear.deepCopy().forward(x)).toBe(x);
  });

  it("refuses computed tensors, and names their field", () => {
    const holder = new Holder();
    const values = holder.list as Tensor[];
    values.push(mul(holder.shared.weight, 2));
    expect(() => holder.deepCopy()).toThrow(
      "deepCopy: Holder.list is a computed tensor of a graph; store detach() of it instead",
    );
    values[2] = values[2].detach();
    expect(holder.deepCopy().list[2]).not.toBe(values[2]);
    values[2].dispose();
    expect(holder.deepCopy().list[2]).toBe(values[2]);
  });

  it("is the affair of classes that define it", () => {
    class Secret extends Module {
      readonly #scale: number;
      readonly linear = new Linear(1, 1);

      constructor(scale: number) {
        super();
        this.#scale = scale;
      }

      forward(x: Tensor): Tensor {
        return mul(this.linear.forward(x), this.#scale);
      }

      override deepCopy(copies: Copies = new Map()): this {
        const done = copies.get(this) as this | undefined;
        if (done) return done;
        const copy = new Secret(this.#scale);
        copies.set(this, copy);
        copy.loadStateDict(this.stateDict());
        return copy as this;
      }
    }
    const secret = new Secret(3);
    expectIndependent(new Sequential(secret), [ones([1, 1])]);
    const twice = new Sequential(secret, secret).deepCopy();
    expect(twice.at(0)).toBe(twice.at(1));
    expect(twice.at(0)).not.toBe(secret);
  });
});
