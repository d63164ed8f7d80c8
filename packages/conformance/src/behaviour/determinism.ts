import {
  conv2d,
  crossEntropy,
  cumsum,
  grad,
  layerNorm,
  manualSeed,
  matmul,
  randn,
  scatterAdd,
  softmax,
  sum,
  tensor,
  zeros,
  type Tensor,
} from "@nn/core";
import { expect } from "vitest";
import { integers, spread } from "../noise";
import { group, type Behaviour } from "./behaviour";

const RANGE = { low: -2, high: 2, away: [], margin: 0 };
const values = (label: string, shape: readonly number[]): Tensor =>
  tensor(spread(label, shape.reduce((a, b) => a * b, 1), RANGE), { shape, dtype: "float32" }); // oxfmt-ignore

/** Ops whose order of additions a device might leave to chance. */
const computations: Readonly<Record<string, () => Tensor>> = {
  "the sum of many numbers": () => sum(values("a", [100003])),
  "column sums": () => sum(values("b", [3001, 7]), { dim: 0 }),
  "a matrix product": () => matmul(values("c", [65, 301]), values("d", [301, 33])),
  "running sums": () => cumsum(values("e", [3, 1001]), { dim: 1 }),
  "softmax": () => softmax(values("f", [5, 1001]), { dim: 1 }),
  "layerNorm": () => layerNorm(values("g", [9, 301]), { normalizedShape: 301 }),
  "additions to few places": () =>
    scatterAdd(zeros([7]), tensor(integers("h", 5003, 0, 7), { dtype: "int32" }), values("i", [5003]), { dim: 0 }),
  "the gradient of a convolution's weight": () =>
    grad((w: Tensor) => sum(conv2d(values("j", [3, 4, 13, 13]), w)))(values("k", [5, 4, 3, 3])),
  "the gradient of crossEntropy": () =>
    grad((x: Tensor) => crossEntropy(x, tensor(integers("l", 65, 0, 11), { dtype: "int32" })))(values("m", [65, 11])),
}; // oxfmt-ignore

export const determinism: readonly Behaviour[] = group("determinism", {
  ...Object.fromEntries(
    Object.entries(computations).map(([name, compute]) => [
      `${name} twice gives the same bits`,
      async () => {
        const first = await compute().data();
        for (let i = 0; i < 2; i++) expect(await compute().data()).toEqual(first);
      },
    ]),
  ),
  "one seed gives the same random numbers": async () => {
    manualSeed(42);
    const first = await randn([1001]).data();
    const next = await randn([1001]).data();
    manualSeed(42);
    expect(await randn([1001]).data()).toEqual(first);
    expect(await randn([1001]).data()).toEqual(next);
    expect(next).not.toEqual(first);
  },
});
