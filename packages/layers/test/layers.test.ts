import { cpu } from "@nn/backend-cpu";
import { setBackend, type Tensor } from "@nn/core";
import { beforeAll, describe, expect, it } from "vitest";
import * as nn from "../src";
import golden from "./golden/layers.json";
import { distance, unpack, unpackAll, type Packed } from "./packed";

beforeAll(() => setBackend(cpu()));

type Layer = nn.Module & { forward(...inputs: Tensor[]): Tensor };

/** The same layers as in tooling/reference/layers.py. */
const makers: Record<keyof typeof golden, () => Layer> = {
  Linear: () => new nn.Linear(3, 4),
  "Linear without bias": () => new nn.Linear(3, 4, { bias: false }),
  Bilinear: () => new nn.Bilinear(3, 4, 2),
  Conv1d: () => new nn.Conv1d(4, 6, 3, { stride: 2, padding: 1, dilation: 2, groups: 2 }),
  "Conv1d circular": () => new nn.Conv1d(2, 3, 3, { padding: 2, paddingMode: "circular" }),
  Conv2d: () => new nn.Conv2d(2, 3, [3, 2], { stride: [1, 2], padding: [1, 0] }),
  "Conv2d same": () => new nn.Conv2d(2, 4, [2, 3], { padding: "same", dilation: 2, groups: 2, bias: false }),
  "Conv2d reflect": () => new nn.Conv2d(2, 3, 3, { padding: [2, 1], paddingMode: "reflect" }),
  "Conv2d replicate same": () => new nn.Conv2d(1, 2, [2, 3], { padding: "same", paddingMode: "replicate" }),
  ConvTranspose1d: () => new nn.ConvTranspose1d(4, 6, 3, { stride: 2, padding: 1, outputPadding: 1, groups: 2 }),
  ConvTranspose2d: () => new nn.ConvTranspose2d(2, 3, [3, 2], { stride: 2, padding: [1, 0], outputPadding: 1 }),
  MaxPool1d: () => new nn.MaxPool1d(3, { stride: 2, padding: 1 }),
  MaxPool2d: () => new nn.MaxPool2d([2, 3], { stride: [2, 1], padding: [0, 1], ceilMode: true }),
  AvgPool1d: () => new nn.AvgPool1d(3, { stride: 2, padding: 1, countIncludePad: false }),
  AvgPool2d: () => new nn.AvgPool2d(2),
  AdaptiveAvgPool2d: () => new nn.AdaptiveAvgPool2d([2, null]),
  BatchNorm1d: () => new nn.BatchNorm1d(3),
  "BatchNorm1d of sequences": () => new nn.BatchNorm1d(3, { eps: 0.1, momentum: 0.5 }),
  "BatchNorm1d without weight": () => new nn.BatchNorm1d(3, { affine: false }),
  BatchNorm2d: () => new nn.BatchNorm2d(3),
  "BatchNorm2d average": () => new nn.BatchNorm2d(3, { momentum: null }),
  "BatchNorm2d without statistics": () => new nn.BatchNorm2d(3, { trackRunningStats: false }),
  LayerNorm: () => new nn.LayerNorm([3, 4]),
  "LayerNorm without weight": () => new nn.LayerNorm(4, { eps: 0.1, elementwiseAffine: false }),
  GroupNorm: () => new nn.GroupNorm(2, 4),
  InstanceNorm2d: () => new nn.InstanceNorm2d(3),
  "InstanceNorm2d with all": () => new nn.InstanceNorm2d(3, { affine: true, trackRunningStats: true }),
  "InstanceNorm2d of one": () => new nn.InstanceNorm2d(3, { affine: true }),
  RMSNorm: () => new nn.RMSNorm(4),
  "RMSNorm eps": () => new nn.RMSNorm(4, { eps: 0.1 }),
  Embedding: () => new nn.Embedding(6, 3),
  "Embedding with padding": () => new nn.Embedding(6, 3, { paddingIdx: -2 }),
  Flatten: () => new nn.Flatten(),
  "Flatten some": () => new nn.Flatten({ startDim: 0, endDim: 1 }),
  Unflatten: () => new nn.Unflatten(1, [2, 3]),
  "Upsample nearest": () => new nn.Upsample({ scaleFactor: 2 }),
  "Upsample bilinear": () => new nn.Upsample({ size: [3, 5], mode: "bilinear", alignCorners: true }),
  "Upsample bilinear by factor": () => new nn.Upsample({ scaleFactor: 1.5, mode: "bilinear" }),
  Identity: () => new nn.Identity(),
  CELU: () => new nn.CELU(0.7),
  ELU: () => new nn.ELU({ alpha: 0.7 }),
  GELU: () => new nn.GELU(),
  "GELU tanh": () => new nn.GELU({ approximate: "tanh" }),
  GLU: () => new nn.GLU(0),
  Hardsigmoid: () => new nn.Hardsigmoid(),
  Hardswish: () => new nn.Hardswish(),
  Hardtanh: () => new nn.Hardtanh({ minVal: -0.5, maxVal: 2 }),
  LeakyReLU: () => new nn.LeakyReLU(0.2),
  LogSigmoid: () => new nn.LogSigmoid(),
  LogSoftmax: () => new nn.LogSoftmax(-1),
  Mish: () => new nn.Mish(),
  PReLU: () => new nn.PReLU(),
  "PReLU per channel": () => new nn.PReLU({ numParameters: 3, init: 0.1 }),
  ReLU: () => new nn.ReLU(),
  ReLU6: () => new nn.ReLU6(),
  SELU: () => new nn.SELU(),
  Sigmoid: () => new nn.Sigmoid(),
  SiLU: () => new nn.SiLU(),
  Softmax: () => new nn.Softmax({ dim: 0 }),
  Softplus: () => new nn.Softplus({ beta: 2, threshold: 3 }),
  Softsign: () => new nn.Softsign(),
  Tanh: () => new nn.Tanh(),
};

interface Case {
  readonly inputs: readonly Packed[];
  readonly state: Readonly<Record<string, Packed>>;
  readonly train: Packed;
  readonly stateAfter: Readonly<Record<string, Packed>>;
  readonly eval: Packed;
}

describe("PyTorch's outputs and states", () => {
  it.each(Object.keys(makers) as (keyof typeof golden)[])("%s", (name) => {
    const expected = golden[name] as unknown as Case;
    const layer = makers[name]();
    expect(Object.keys(layer.stateDict())).toEqual(Object.keys(expected.state));
    layer.loadStateDict(unpackAll(expected.state));
    const inputs = expected.inputs.map(unpack);
    expect(distance(layer.forward(...inputs), expected.train)).toBeLessThan(2e-6);
    const after = { ...expected.state, ...expected.stateAfter };
    for (const [key, value] of Object.entries(layer.stateDict())) {
      expect(distance(value, after[key]), key).toBeLessThan(2e-6);
    }
    expect(distance(layer.eval().forward(...inputs), expected.eval)).toBeLessThan(2e-6);
  });

  it("every layer is among them", () => {
    const used = new Set(Object.values(makers).map((make) => make().constructor));
    const rest = Object.values(nn).filter(
      (x) => typeof x === "function" && x.prototype instanceof nn.Module && !used.has(x),
    );
    const elsewhere = [nn.Sequential, nn.ModuleList, nn.ModuleDict, nn.Dropout, nn.Dropout2d];
    expect(new Set(rest)).toEqual(new Set(elsewhere));
  });
});

describe("arguments", () => {
  it("out of range are refused", () => {
    expect(() => new nn.Linear(3, 0)).toThrow("Linear: outFeatures must be an integer of at least 1, got 0");
    expect(() => new nn.Conv2d(3, 4, 3, { groups: 2 })).toThrow(
      "Conv2d: groups 2 must divide inChannels 3 and outChannels 4",
    );
    expect(() => new nn.Conv2d(3, 4, 0)).toThrow("Conv2d: kernelSize must be");
    expect(() => new nn.Conv2d(3, 4, [3] as never)).toThrow("Conv2d: kernelSize must be one number or 2, got [3]");
    expect(() => new nn.GroupNorm(3, 4)).toThrow("GroupNorm: numGroups 3 must divide numChannels 4");
    expect(() => new nn.Dropout(1.5)).toThrow("Dropout: p must lie in [0, 1], got 1.5");
    expect(() => new nn.Embedding(3, 2, { paddingIdx: 3 })).toThrow(
      "Embedding: paddingIdx 3 is out of range for 3 rows",
    );
    expect(() => new nn.Upsample({})).toThrow("Upsample: expected either size or scaleFactor");
  });

  it("of the wrong shape are refused", () => {
    const x = unpack({ shape: [2, 3, 4], dtype: "float32", values: Array.from({ length: 24 }, () => 0) });
    expect(() => new nn.BatchNorm2d(3).forward(x)).toThrow("BatchNorm2d: expected 4 dimensions, got [2,3,4]");
    expect(() => new nn.BatchNorm1d(4).forward(x)).toThrow("must be [3] for x [2,3,4], got [4]");
    expect(() => new nn.Bilinear(3, 4, 2).forward(x, x)).toThrow("Bilinear: expected [...,3] and [...,4]");
    expect(() => new nn.Linear(3, 2).forward(x)).toThrow("linear");
  });
});
