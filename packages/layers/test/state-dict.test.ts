import { cpu } from "@nn/backend-cpu";
import { ones, setBackend, sgdStep, tensor, zeros, type Tensor } from "@nn/core";
import { beforeEach, describe, expect, expectTypeOf, it } from "vitest";
import { BatchNorm1d, Linear, Sequential, StateDictError, type StateDict, type StateDictSource } from "../src";

beforeEach(() => setBackend(cpu()));

const makeModel = (): Sequential => new Sequential(new Linear(2, 3), new BatchNorm1d(3));

describe("stateDict", () => {
  it("is taken over by another model, from a record or a map", () => {
    const source = makeModel();
    for (const asSource of [(d: StateDict): StateDictSource => d, (d: StateDict) => new Map(Object.entries(d))]) {
      const target = makeModel();
      expect(target.loadStateDict(asSource(source.stateDict()))).toEqual({ missingKeys: [], unexpectedKeys: [] });
      const x = ones([4, 2]);
      expect(target.forward(x).dataSync()).toEqual(source.eval().train().forward(x).dataSync());
    }
  });

  it("stays what it is when training goes on, as does what it was loaded into", () => {
    const model = new Linear(1, 1, { bias: false });
    const before = model.weight.dataSync();
    const state = model.stateDict();
    const copy = new Linear(1, 1, { bias: false });
    copy.loadStateDict(state);
    const attrs = { lr: 1, momentum: 0, dampening: 0, nesterov: false, weightDecay: 0, maximize: false, first: true };
    sgdStep(model.weight, ones([1, 1]), undefined, attrs);
    expect(model.weight.dataSync()[0]).toBeCloseTo(before[0] - 1, 6);
    expect(state.weight.dataSync()).toEqual(before);
    expect(copy.weight.dataSync()).toEqual(before);
    expect(state.weight.requiresGrad).toBe(false);
  });

  it("is a record", () => {
    expectTypeOf<ReturnType<Linear["stateDict"]>>().toEqualTypeOf<Record<string, Tensor>>();
    expectTypeOf<Map<string, Tensor>>().toExtend<StateDictSource>();
  });
});

describe("loadStateDict", () => {
  it("lists everything that does not fit at once, and changes nothing", () => {
    const model = makeModel();
    const before = model.at(0).parameters()[0].dataSync();
    const source = {
      ...makeModel().stateDict(),
      "1.running_mean": zeros([4]),
      "0.bias": zeros([]),
      "2.weight": zeros([1]),
      extra: zeros([1]),
    } as StateDict;
    delete source["1.bias"];
    delete source["1.running_var"];
    const load = (): unknown => model.loadStateDict(source);
    expect(load).toThrow(StateDictError);
    expect(load).toThrow(
      [
        "loadStateDict: the state dict does not fit this Sequential:",
        "  missing keys: 1.bias, 1.running_var",
        "  unexpected keys: 2.weight, extra",
        "  wrong shapes: 0.bias ([3], got []), 1.running_mean ([3], got [4])",
      ].join("\n"),
    );
    expect(model.at(0).parameters()[0].dataSync()).toEqual(before);
  });

  it("that is not strict reports keys, but refuses shapes", () => {
    const model = new Linear(1, 1);
    expect(model.loadStateDict({ weight: ones([1, 1]), other: ones([1]) }, { strict: false })).toEqual({
      missingKeys: ["bias"],
      unexpectedKeys: ["other"],
    });
    expect([...model.weight.dataSync()]).toEqual([1]);
    expect(() => model.loadStateDict({ weight: ones([2]) }, { strict: false })).toThrow(
      /fit this Linear:\n {2}wrong shapes: weight \(\[1,1\], got \[2\]\)$/,
    );
  });

  it("keeps dtypes and gradients", () => {
    const model = new Linear(1, 1);
    model.loadStateDict({ weight: tensor([[3]], { dtype: "int32" }), bias: tensor([0.5], { dtype: "float64" }) });
    expect([model.weight.dtype, model.bias?.dtype]).toEqual(["float32", "float32"]);
    expect([...model.weight.dataSync(), ...model.bias!.dataSync()]).toEqual([3, 0.5]);
    expect(model.weight.requiresGrad && model.weight.isLeaf).toBe(true);
  });

  it("refuses what is no tensor, and what is no record", () => {
    const model = new Linear(1, 1);
    expect(() => model.loadStateDict({ weight: undefined, bias: [1] } as never)).toThrow(
      "wrong shapes: weight ([1,1], got no tensor), bias ([1], got no tensor)",
    );
    expect(() => model.loadStateDict(null as never)).toThrow("loadStateDict: expected a record or a map of tensors");
    expect(() => model.loadStateDict("weights.safetensors" as never)).toThrow("expected a record or a map");
  });

  it("refuses values on another backend", () => {
    const backend = cpu();
    expect(() => new Linear(1, 1).loadStateDict({ weight: ones([1, 1], { backend }), bias: ones([1]) })).toThrow(
      "loadStateDict: weight lives on backend cpu, its value on cpu; move the module or the value first",
    );
  });
});
