import { crossEntropy, matmul, randn, type Tensor } from "@nn/core";
import { Linear, ReLU, Sequential } from "@nn/layers";
import type { LrRangeTestOptions } from "../../src/range-test/lr-range-test";

export type Batch = [x: Tensor, y: Tensor];

/** Batches of inputs and the classes that they follow from. */
export function problem(count: number): Batch[] {
  const w = randn([6, 3]);
  return Array.from({ length: count }, () => {
    const x = randn([16, 6]);
    return [x, matmul(x, w).argmax({ dim: 1 })];
  });
}

export const mlp = (): Sequential => new Sequential(new Linear(6, 24), new ReLU(), new Linear(24, 3));
export const OPTIONS: LrRangeTestOptions = { loss: crossEntropy };
