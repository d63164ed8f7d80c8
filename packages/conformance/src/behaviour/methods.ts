import * as core from "@nn/core";
import { tensor, Tensor } from "@nn/core";
import { expect } from "vitest";
import { group, type Behaviour } from "./behaviour";

const x = (): Tensor => tensor([[0.5, -1, 2], [0.25, 3, -0.5]]); // oxfmt-ignore

/** Arguments after the tensor, for methods that need some. */
const ARGUMENTS: Readonly<Record<string, () => readonly unknown[]>> = {
  matmul: () => [tensor([[1, 2], [3, 4], [5, 6]])],
  reshape: () => [[3, 2]],
  view: () => [[3, 2]],
  permute: () => [[1, 0]],
  transpose: () => [0, 1],
  expand: () => [[2, 2, 3]],
  unsqueeze: () => [1],
  cumsum: () => [{ dim: 1 }],
  softmax: () => [{ dim: 1 }],
  logSoftmax: () => [{ dim: 1 }],
  clamp: () => [{ min: -0.5, max: 1 }],
  slice: () => [[[0, 1], -1]],
  index: () => [[[1, 0]]],
  indexSelect: () => [{ dim: 1, index: tensor([2, 0], { dtype: "int32" }) }],
  maskedFill: () => [tensor([true, false, true]), 7],
}; // oxfmt-ignore
const OF_TWO = ["add", "sub", "mul", "div", "pow", "eq", "ne", "lt", "le", "gt", "ge"];

type Op = (x: Tensor, ...args: readonly unknown[]) => Tensor;
const functions = core as unknown as Readonly<Record<string, Op | undefined>>;

/** Methods of Tensor that are ops as well. */
function opMethods(): string[] {
  const properties = Object.entries(Object.getOwnPropertyDescriptors(Tensor.prototype));
  return properties.flatMap(([name, { value }]) => (typeof value === "function" && functions[name] ? [name] : []));
}

export const methods: readonly Behaviour[] = group("methods", {
  "do what the functions do": async () => {
    const names = opMethods();
    expect(names.length).toBeGreaterThan(25);
    for (const name of names) {
      const args = ARGUMENTS[name]?.() ?? (OF_TWO.includes(name) ? [2] : []);
      const receiver = x();
      const method = Reflect.get(receiver, name) as (...args: readonly unknown[]) => Tensor;
      const [actual, expected] = [method.apply(receiver, [...args]), functions[name]!(x(), ...args)];
      expect(await actual.tolist(), name).toEqual(await expected.tolist());
      expect(actual.dtype, name).toBe(expected.dtype);
    }
  },
  "pass options on": async () => {
    expect(await x().sum({ dim: 1, keepdim: true }).tolist()).toEqual([[1.5], [2.75]]);
    expect(await x().to("int32").tolist()).toEqual([[0, -1, 2], [0, 3, 0]]); // oxfmt-ignore
  },
});
