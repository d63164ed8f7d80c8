import { ArgumentError } from "@nn/core";
import { describe, expect, it } from "vitest";
import { cpu } from "../src/index";
import { view } from "./views";

const { kernels, fused } = cpu();

const x = view("float32", [10, 4], (i) => i);
const y = view("float32", [2, 4], () => 0);
const wide = view("float32", [10, 4], () => 0);
/** Position 3 of [2,4], and of [4], is `index`; the others are good. */
const indices = (index: number, shape: number[]) => view("int32", shape, (i) => (i === 3 ? index : 1));

const cases: Record<string, (index: number) => void> = {
  gather: (index) => kernels.gather([x, indices(index, [2, 4])], [y], { dim: 0 }),
  scatter: (index) => kernels.scatter([x, indices(index, [2, 4]), y], [wide], { dim: 0 }),
  scatterAdd: (index) => kernels.scatterAdd([x, indices(index, [2, 4]), y], [wide], { dim: 0 }),
  embedding: (index) =>
    fused.embedding?.([x, indices(index, [4])], [view("float32", [4, 4], () => 0)], { paddingIndex: -1 }),
  embeddingGrad: (index) =>
    fused.embeddingGrad?.([view("float32", [4, 4], () => 1), indices(index, [4])], [wide], {
      rows: 10,
      paddingIndex: -1,
    }),
  crossEntropy: (index) =>
    fused.crossEntropy?.([view("float32", [4, 10], () => 0), indices(index, [4])], [view("float32", [4], () => 0)], {
      ignoreIndex: -100,
    }),
};

describe.each(Object.entries(cases))("%s", (name, run) => {
  it("takes indices from 0 to the size", () => {
    run(0);
    run(9);
  });

  it("throws for any other", () => {
    expect(() => run(12)).toThrow(ArgumentError);
    expect(() => run(12)).toThrow(`${name}: index 12 at position 3 is out of range for size 10`);
    expect(() => run(10)).toThrow("index 10");
    expect(() => run(-1)).toThrow("index -1");
  });
});
