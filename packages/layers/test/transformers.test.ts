import { cpu } from "@nn/backend-cpu";
import { manualSeed, mul, ones, randn, setBackend, zeros, type Tensor } from "@nn/core";
import { beforeEach, describe, expect, it } from "vitest";
import {
  MultiheadAttention,
  PositionalEncoding,
  TransformerDecoder,
  TransformerDecoderLayer,
  TransformerEncoder,
  TransformerEncoderLayer,
} from "../src";
import { expectPyTorchs, type DifferentiatedCase } from "./differentiated";
import golden from "./golden/transformers.json";
import { outputsOf, transformerMakers } from "./makers";

beforeEach(() => {
  setBackend(cpu());
  manualSeed(3);
});

describe("PyTorch's outputs and gradients", () => {
  it.each(Object.keys(transformerMakers) as (keyof typeof golden)[])("%s", (name) => {
    const module = transformerMakers[name]();
    expectPyTorchs(module, golden[name] as unknown as DifferentiatedCase, (inputs, options) =>
      outputsOf(module, inputs, options),
    );
  });
});

describe("MultiheadAttention", () => {
  const values = (x: Tensor | undefined): number[] => [...x!.dataSync()];

  it("gives the same with and without weights, and with a causal mask as with isCausal", () => {
    const attention = new MultiheadAttention(6, 2);
    const x = randn([4, 3, 6]);
    const later = ones([4, 4])
      .cumsum({ dim: 1 })
      .gt(ones([4, 4]).cumsum({ dim: 0 }));
    const [output, weights] = attention.forward(x, x, x, { attnMask: later });
    expect(weights!.shape).toEqual([3, 4, 4]);
    for (const options of [{ isCausal: true }, { isCausal: true, needWeights: false }]) {
      const [other] = attention.forward(x, x, x, options);
      values(other).forEach((value, i) => expect(value).toBeCloseTo(values(output)[i], 5));
    }
    expect(attention.forward(x, x, x, { needWeights: false })[1]).toBeUndefined();
  });

  it("drops weights in training", () => {
    const attention = new MultiheadAttention(6, 2, { dropout: 0.5 });
    const x = randn([4, 6]);
    const [, weights] = attention.forward(x, x, x, { averageAttnWeights: false });
    expect(values(weights)).toContain(0);
    expect(values(attention.eval().forward(x, x, x)[1])).not.toContain(0);
  });

  it("starts as PyTorch's does", () => {
    const { inProjWeight, inProjBias, outProj } = new MultiheadAttention(60, 2);
    const bound = Math.sqrt(6 / 240);
    const weights = values(inProjWeight).map(Math.abs);
    expect(Math.max(...weights)).toBeLessThanOrEqual(bound);
    expect(Math.max(...weights)).toBeGreaterThan(0.95 * bound);
    expect(new Set([...values(inProjBias), ...values(outProj.bias)])).toEqual(new Set([0]));
  });

  it("refuses what does not fit", () => {
    expect(() => new MultiheadAttention(6, 4)).toThrow("MultiheadAttention: numHeads 4 must divide embedDim 6");
    expect(() => new MultiheadAttention(6, 2, { dropout: 2 })).toThrow("MultiheadAttention: p must lie in [0, 1]");
    const attention = new MultiheadAttention(6, 2);
    const x = zeros([4, 3, 6]);
    const fits = "expected query, key and value [length,batch,features] or [length,features] with 6, 6, 6 features";
    expect(() => attention.forward(x, x, zeros([4, 3, 5]))).toThrow(fits);
    expect(() => attention.forward(x, zeros([4, 2, 6]), zeros([4, 2, 6]))).toThrow(fits);
    expect(() => attention.forward(x, x, zeros([5, 3, 6]))).toThrow("got [4,3,6], [4,3,6], [5,3,6]");
    expect(() => attention.forward(zeros([4, 6]), x, x)).toThrow(fits);
    expect(() => attention.forward(x, x, x, { attnMask: zeros([4, 5]) })).toThrow(
      "MultiheadAttention: attnMask must be [4,4] or [6,4,4], got [4,5]",
    );
    expect(() => attention.forward(x, x, x, { keyPaddingMask: zeros([4, 3]) })).toThrow(
      "keyPaddingMask must be [3,4], got [4,3]",
    );
    expect(() => attention.forward(x, x, x, { attnMask: zeros([4, 4], { dtype: "int32" }) })).toThrow(
      "attnMask must be bool or floating, got int32",
    );
  });
});

describe("layers and stacks", () => {
  it("take a function as activation, and refuse unknown names", () => {
    const layer = new TransformerEncoderLayer(4, 2, { activation: (x) => mul(x, 0), dimFeedforward: 3, dropout: 0 });
    const like = new TransformerEncoderLayer(4, 2, { dimFeedforward: 3, dropout: 0 });
    like.loadStateDict({ ...layer.stateDict(), "linear2.weight": zeros([4, 3]) });
    const x = randn([3, 2, 4]);
    expect(layer.forward(x).dataSync()).toEqual(like.forward(x).dataSync());
    expect(() => new TransformerEncoderLayer(4, 2, { activation: "toString" as never })).toThrow(
      'TransformerEncoderLayer: activation must be "relu", "gelu" or a function, got "toString"',
    );
  });

  it("of copies have parameters of their own", () => {
    const layer = new TransformerEncoderLayer(4, 2, { dropout: 0, dimFeedforward: 5 });
    const encoder = new TransformerEncoder(layer, 2);
    const weights = [layer, ...encoder.layers].map(({ linear1 }) => linear1.weight);
    expect(new Set(weights).size).toBe(3);
    for (const weight of weights) expect(weight.dataSync()).toEqual(weights[0].dataSync());
    expect(() => new TransformerDecoder(new TransformerDecoderLayer(4, 2), 0)).toThrow("TransformerDecoder: numLayers");
  });
});

describe("PositionalEncoding", () => {
  it("adds sines and cosines", () => {
    const encoding = new PositionalEncoding(5, { maxLen: 7, dropout: 0 });
    const expected = Array.from({ length: 7 }, (_, i) =>
      [0, 1, 2, 3, 4].map((j) => (j % 2 ? Math.cos : Math.sin)(i / 10_000 ** ((j - (j % 2)) / 5))),
    );
    const close = (x: Tensor, wanted: readonly number[]): void =>
      [...x.dataSync()].forEach((value: number, i) => expect(value).toBeCloseTo(wanted[i], 6));
    close(encoding.forward(zeros([7, 5])), expected.flat());
    close(
      encoding.forward(zeros([3, 2, 5])),
      expected.slice(0, 3).flatMap((row) => [...row, ...row]),
    );
    const batchFirst = new PositionalEncoding(5, { dropout: 0, batchFirst: true, dtype: "float64" });
    const rows = expected.slice(0, 3);
    close(batchFirst.forward(zeros([2, 3, 5], { dtype: "float64" })), [...rows, ...rows].flat());
    expect(Object.keys(encoding.stateDict())).toEqual([]);
  });

  it("refuses what does not fit", () => {
    const encoding = new PositionalEncoding(5, { maxLen: 7 });
    for (const shape of [[8, 5], [3, 4], [5], [1, 3, 2, 5]]) {
      expect(() => encoding.forward(zeros(shape))).toThrow(
        `PositionalEncoding: expected [length,batch,5] or [length,5] with a length of at most 7, got [${shape}]`,
      );
    }
  });
});
