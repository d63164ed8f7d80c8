import { cpu } from "@nn/backend-cpu";
import { setBackend } from "@nn/core";
import { beforeAll, describe, expect, it } from "vitest";
import * as nn from "../src";
import golden from "./golden/layers.json";
import { layerMakers, outputsOf, recurrentMakers, transformerMakers } from "./makers";
import { distance, unpack, unpackAll, type Packed } from "./packed";

beforeAll(() => setBackend(cpu()));

interface Case {
  readonly inputs: readonly Packed[];
  readonly state: Readonly<Record<string, Packed>>;
  readonly train: Packed;
  readonly stateAfter: Readonly<Record<string, Packed>>;
  readonly eval: Packed;
}

describe("PyTorch's outputs and states", () => {
  it.each(Object.keys(layerMakers) as (keyof typeof golden)[])("%s", (name) => {
    const expected = golden[name] as unknown as Case;
    const layer = layerMakers[name]();
    expect(Object.keys(layer.stateDict())).toEqual(Object.keys(expected.state));
    layer.loadStateDict(unpackAll(expected.state));
    const inputs = expected.inputs.map(unpack);
    expect(distance(outputsOf(layer, inputs)[0], expected.train)).toBeLessThan(2e-6);
    const after = { ...expected.state, ...expected.stateAfter };
    for (const [key, value] of Object.entries(layer.stateDict())) {
      expect(distance(value, after[key]), key).toBeLessThan(2e-6);
    }
    expect(distance(outputsOf(layer.eval(), inputs)[0], expected.eval)).toBeLessThan(2e-6);
  });

  it("every layer is among them", () => {
    const used = new Set<unknown>(
      [layerMakers, recurrentMakers, transformerMakers]
        .flatMap((makers) => Object.values(makers))
        .map((make) => make().constructor),
    );
    const rest = Object.values(nn).filter(
      (x) => typeof x === "function" && x.prototype instanceof nn.Module && !used.has(x),
    );
    const elsewhere = [nn.Sequential, nn.ModuleList, nn.ModuleDict, nn.Dropout, nn.Dropout2d, nn.PositionalEncoding];
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
