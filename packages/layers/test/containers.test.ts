import { cpu } from "@nn/backend-cpu";
import { ones, setBackend } from "@nn/core";
import { beforeAll, describe, expect, it } from "vitest";
import { Linear, ModuleDict, ModuleList, ReLU, Sequential, Sigmoid } from "../src";

beforeAll(() => setBackend(cpu()));

describe("Sequential", () => {
  it("chains modules named by their positions", () => {
    const model = new Sequential(new Linear(3, 4), new ReLU()).append(new Linear(4, 2));
    expect(model.forward(ones([5, 3])).shape).toEqual([5, 2]);
    expect(Object.keys(model.stateDict())).toEqual(["0.weight", "0.bias", "2.weight", "2.bias"]);
    expect(model.length).toBe(3);
    expect(model.at(1)).toBeInstanceOf(ReLU);
    expect(model.at(-1)).toBe([...model][2]);
    expect(() => model.at(3)).toThrow("Sequential: no module at 3, there are 3");
  });

  it("takes names", () => {
    const model = new Sequential({ second: new Linear(3, 4), first: new Sigmoid(), 1: new Linear(4, 2) });
    expect(model.namedChildren().map(([name]) => name)).toEqual(["1", "second", "first"]);
    expect(() => new Sequential({ "a.b": new ReLU() })).toThrow('cannot be empty or contain a dot, got "a.b"');
  });

  it("of nothing gives its input back", () => {
    const x = ones([2]);
    expect(new Sequential().forward(x)).toBe(x);
  });

  it("refuses what is not a module", () => {
    expect(() => new Sequential(3 as never)).toThrow('Sequential: "0" is not a module');
    expect(() => new ModuleList([3] as never)).toThrow('ModuleList: "0" is not a module');
    expect(() => new ModuleDict({ a: 3 } as never)).toThrow('ModuleDict: "a" is not a module');
    expect(() => new Sequential({ a: 3 } as never)).toThrow('Sequential: "a" is not a module');
  });
});

describe("ModuleList", () => {
  it("holds modules in a row", () => {
    const list = new ModuleList([new Linear(3, 4)]);
    list.append(new Linear(4, 2)).extend([new Linear(2, 1)]);
    expect([...list].map((layer) => layer.outFeatures)).toEqual([4, 2, 1]);
    expect([list.length, list.at(-2).outFeatures]).toEqual([3, 2]);
    expect(list.namedParameters().map(([name]) => name)).toEqual([
      "0.weight",
      "0.bias",
      "1.weight",
      "1.bias",
      "2.weight",
      "2.bias",
    ]);
    expect(() => list.at(3)).toThrow("ModuleList: no module at 3, there are 3");
    expect(() => list.forward()).toThrow("ModuleList: call the modules in it");
  });
});

describe("ModuleDict", () => {
  it("holds modules under names, in order", () => {
    const dict = new ModuleDict({ b: new Linear(3, 4) }).set("2", new Linear(1, 2)).set("1", new Linear(5, 6));
    expect([...dict.keys()]).toEqual(["b", "2", "1"]);
    expect([...dict.values()].map(({ inFeatures }) => inFeatures)).toEqual([3, 1, 5]);
    expect([dict.size, dict.has("b"), dict.delete("b"), dict.has("b")]).toEqual([3, true, true, false]);
    expect([...dict].map(([name]) => name)).toEqual(["2", "1"]);
    expect(() => dict.get("b")).toThrow('ModuleDict: no module "b", there are 2, 1');
    expect(() => dict.set("", new Linear(1, 1))).toThrow("cannot be empty");
    expect(() => dict.forward()).toThrow("ModuleDict: call the modules in it");
    expect(new ModuleDict([["x", new ReLU()]]).get("x")).toBeInstanceOf(ReLU);
  });
});
