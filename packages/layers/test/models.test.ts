import { cpu } from "@nn/backend-cpu";
import { mul, setBackend, sum } from "@nn/core";
import { beforeAll, describe, expect, it } from "vitest";
import type { TensorModule } from "../src";
import golden from "./golden/models.json";
import { Net, Tied } from "./models";
import { distance, unpack, unpackAll, type Packed } from "./packed";

beforeAll(() => setBackend(cpu()));

const models: Record<keyof typeof golden, new () => TensorModule> = { Net, Tied };

describe.each(Object.keys(models) as (keyof typeof golden)[])("%s, with PyTorch's weights,", (name) => {
  const { inputs, state, train, stateAfter, eval: evaluated, cotangent, gradients } = golden[name];
  const entries = Object.entries(state) as [string, Packed][];
  const x = (): ReturnType<typeof unpack> => unpack(inputs[0]);
  const load = (): TensorModule => {
    const model = new models[name]();
    model.loadStateDict(unpackAll(Object.fromEntries(entries)));
    return model;
  };

  it("has its keys, shapes and order", () => {
    const shapes = Object.entries(new models[name]().stateDict()).map(([key, { shape }]) => [key, shape]);
    expect(shapes).toEqual(entries.map(([key, { shape }]) => [key, shape]));
    expect(
      load()
        .namedParameters()
        .map(([key]) => key),
    ).toEqual(Object.keys(gradients));
  });

  it("has its outputs and running statistics", () => {
    const model = load();
    expect(distance(model.forward(x()), train)).toBeLessThan(1e-5);
    const after: Record<string, Packed> = Object.fromEntries([...entries, ...Object.entries(stateAfter)]);
    for (const [key, value] of Object.entries(model.stateDict())) {
      expect(distance(value, after[key]), key).toBeLessThan(1e-5);
    }
    expect(distance(model.eval().forward(x()), evaluated)).toBeLessThan(1e-5);
  });

  it("has its gradients", () => {
    const model = load();
    model.forward(x());
    sum(mul(model.eval().forward(x()), unpack(cotangent))).backward();
    const expected: Record<string, Packed> = { ...gradients };
    for (const [key, parameter] of model.namedParameters()) {
      expect(distance(parameter.grad!, expected[key]), key).toBeLessThan(1e-5);
    }
  });
});
