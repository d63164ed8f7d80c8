import {
  adamStep,
  AutogradError,
  exp,
  mul,
  noGrad,
  reshape,
  sgdStep,
  ShapeError,
  sum,
  tensor,
  transpose,
  zeros,
  type Tensor,
} from "@nn/core";
import { expect } from "vitest";
import { group, type Behaviour } from "./behaviour";

const SGD = { lr: 0.5, momentum: 0, dampening: 0, nesterov: false, weightDecay: 0, maximize: false, first: false };
const ADAM = { lr: 0.5, beta1: 0, beta2: 0, eps: 0, weightDecay: 0, decoupled: false, maximize: false, step: 1 };
const values = async (t: Tensor): Promise<number[]> => [...(await t.data())];

export const updates: readonly Behaviour[] = group("updates in place", {
  "assign() changes the handle, not views taken before": async () => {
    const x = tensor([1, 2, 3, 4]);
    const view = reshape(x, [2, 2]);
    x.assign(tensor([5, 6, 7, 8]));
    expect(await values(x)).toEqual([5, 6, 7, 8]);
    expect(await values(view)).toEqual([1, 2, 3, 4]);
  },
  "assign() checks shape, dtype and leaves": () => {
    const x = tensor([1, 2], { requiresGrad: true });
    expect(() => x.assign(zeros([2]))).toThrow(AutogradError);
    expect(() => x.assign(zeros([2]))).toThrow(/only inside noGrad/);
    expect(() => noGrad(() => x.assign(zeros([3])))).toThrow(ShapeError);
    expect(() => noGrad(() => x.assign(zeros([2], { dtype: "int32" })))).toThrow(
      /expected float32 \[2\], got int32 \[2\]/,
    );
    expect(() => exp(x).assign(zeros([2]))).toThrow(/a computed tensor of a graph cannot be changed/);
  },
  "assign() leaves what a graph saved": async () => {
    const x = tensor([1, 2], { requiresGrad: true });
    const loss = sum(mul(x, x));
    noGrad(() => x.assign(tensor([100, 200])));
    loss.backward();
    expect(await values(x.grad!)).toEqual([2, 4]);
  },
  "a step updates the parameter in place": async () => {
    const x = tensor([1, 2], { requiresGrad: true });
    sgdStep(x, tensor([2, 4]), undefined, SGD);
    expect(await values(x)).toEqual([0, 0]);
    expect(x.requiresGrad && x.isLeaf).toBe(true);
  },
  "a step leaves views and detached values taken before": async () => {
    const x = tensor([1, 2], { requiresGrad: true });
    const before = x.detach();
    sgdStep(x, tensor([2, 4]), undefined, SGD);
    expect(await values(before)).toEqual([1, 2]);
    expect(await values(x)).toEqual([0, 0]);
  },
  "a step leaves what a graph saved": async () => {
    const x = tensor([1, 2], { requiresGrad: true });
    const loss = sum(mul(x, x));
    sgdStep(x, tensor([2, 4]), undefined, SGD);
    loss.backward();
    expect(await values(x.grad!)).toEqual([2, 4]);
  },
  "a step leaves reads that are under way": async () => {
    const x = tensor([1, 2]);
    const reading = x.data();
    sgdStep(x, tensor([2, 4]), undefined, SGD);
    expect([...(await reading)]).toEqual([1, 2]);
  },
  "a step takes gradients that are views, and parameters that lie transposed": async () => {
    const x = transpose(tensor([[1, 2], [3, 4]]), 0, 1).detach(); // oxfmt-ignore
    const gradient = transpose(tensor([[2, 4], [6, 8]]), 0, 1); // oxfmt-ignore
    sgdStep(x, gradient, undefined, SGD);
    expect(await values(x)).toEqual([0, 0, 0, 0]);
  },
  "an Adam step updates parameter and moments": async () => {
    const [x, m, v] = [tensor([1, 2]), zeros([2]), zeros([2])];
    adamStep(x, tensor([2, -4]), m, v, undefined, ADAM);
    expect(await values(x)).toEqual([0.5, 2.5]);
    expect(await values(m)).toEqual([2, -4]);
    expect(await values(v)).toEqual([4, 16]);
  },
});
