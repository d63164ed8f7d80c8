import { cpu } from "@nn/backend-cpu";
import { add, cat, full, manualSeed, mul, randint, randn, reshape, setBackend, tensor, zeros } from "@nn/core";
import { Embedding, Sequential } from "@nn/layers";
import { beforeEach, describe, expect, it } from "vitest";
import { HEALTHY } from "./healthy";
import { mlp, classified, Custom, line } from "./planted";

beforeEach(() => {
  // Only async reads, as on most devices.
  setBackend({ ...cpu(), readSync: undefined });
  manualSeed(0);
});

describe("inputs", () => {
  it("NaN and infinity", async () => {
    const [x, y] = classified();
    const broken = add(x, cat([tensor([[NaN, 0, 0, Infinity, 0, 0]]), zeros([23, 6])]));
    expect(await line("inputs: finite", mlp(), [broken, y])).toMatchObject({
      verdict: "problem",
      finding: "2 of 144 values are NaN or infinite",
    });
  });

  it("raw pixels", async () => {
    const pixels = randint(0, 256, [24, 64]).to("float32");
    const found = await line("inputs: range", mlp(64), [pixels, randint(0, 3, [24])]);
    expect(found).toMatchObject({ verdict: "warning", finding: "whole numbers from 0 to 255: raw pixels?" });
    expect(found.hint).toContain("255");
  });

  it("values that are huge or tiny", async () => {
    const [x, y] = classified();
    const huge = await line("inputs: range", mlp(), [mul(x, 1000), y]);
    expect(huge).toMatchObject({ verdict: "warning", finding: expect.stringContaining("in the root mean square") });
    const tiny = await line("inputs: range", mlp(), [mul(x, 1e-5), y]);
    expect(tiny).toMatchObject({ verdict: "warning", finding: expect.stringContaining("close to nothing") });
  });

  it("columns that never change", async () => {
    const [x, y] = classified(mul(randn([24, 6]), tensor([1, 0, 0, 1, 0, 0])));
    expect(await line("inputs: columns", mlp(), [x, y])).toMatchObject({
      verdict: "warning",
      finding: "4 of 6 are the same in all samples (67%)",
    });
  });

  it("a column on another scale", async () => {
    const [x, y] = classified(mul(randn([24, 6]), tensor([1, 1, 1, 1, 2000, 1])));
    expect(await line("inputs: columns", mlp(), [x, y])).toMatchObject({
      verdict: "warning",
      finding: expect.stringMatching(/^column 4 varies .* times as much as others$/),
    });
  });

  it("samples that are all the same, of numbers and of indices", async () => {
    const y = randint(0, 3, [24]);
    const same = randn([1, 6]).expand([24, 6]);
    const all = { verdict: "problem", finding: "all 24 samples are equal" };
    expect(await line("inputs: distinct", mlp(), [same, y])).toMatchObject(all);
    const tokens = full([24, 2], 3, { dtype: "int32" });
    const inner = new Sequential(new Embedding(5, 3));
    const model = new Custom((t) => reshape(inner.forward(t), [24, 6]), inner);
    expect(await line("inputs: distinct", model, [tokens, y])).toMatchObject(all);
  });

  it("one of two inputs that is the same for all", async () => {
    const { model, batch, loss } = HEALTHY["a model of two inputs"]();
    const same = randn([1, 3]).expand([24, 3]);
    expect(await line("inputs: distinct", model, [batch[0], same, batch[2]], loss)).toMatchObject({
      verdict: "warning",
      finding: "input 1 is the same for all 24 samples",
    });
  });
});
