import { cpu } from "@nn/backend-cpu";
import { log, manualSeed, mean, mul, randn, reshape, setBackend, softmax, sub, transpose, type Tensor } from "@nn/core";
import { beforeEach, describe, expect, it } from "vitest";
import { HEALTHY } from "./healthy";
import { mlp, classified, Custom, around, line } from "./planted";

beforeEach(() => {
  // Only async reads, as on most devices.
  setBackend({ ...cpu(), readSync: undefined });
  manualSeed(0);
});

describe("model", () => {
  it("a forward pass that fails", async () => {
    const [x, y] = classified();
    const found = await line("model: output", mlp(7), [x, y]);
    expect(found).toMatchObject({ verdict: "problem", finding: expect.stringMatching(/^forward failed: /) });
    expect(found.hint).toBe("the inputs are [24,6]");
  });

  it("samples that are lost", async () => {
    const [x, y] = classified();
    const model = around((input, inner) => reshape(inner.forward(input), [9, 8]));
    expect(await line("model: output", model, [x, y])).toMatchObject({
      verdict: "problem",
      finding: "[9,8] in float32 for 24 samples: they are lost on the way",
    });
  });

  it("outputs of NaN", async () => {
    const [x, y] = classified();
    const model = around((input, inner) => log(inner.forward(input)));
    expect(await line("model: output", model, [x, y])).toMatchObject({
      verdict: "problem",
      finding: expect.stringMatching(/^\d+ of 72 outputs are NaN or infinite$/),
    });
  });

  it.each([
    ["a mean over the batch", (x: Tensor) => sub(x, mean(x, { dim: 0, keepdim: true }))],
    ["softmax over the batch", (x: Tensor) => mul(softmax(x, { dim: 0 }), 24)],
    ["a wrong reshape", (x: Tensor) => reshape(transpose(x, 0, 1), [24, 3])],
  ])("%s", async (_, fn) => {
    const [x, y] = classified();
    const model = around((input, inner) => fn(inner.forward(input)));
    expect(await line("model: neighbours", model, [x, y])).toMatchObject({
      verdict: "problem",
      finding: expect.stringContaining("changing one sample changes outputs of others"),
    });
  });

  it("an input that is not used", async () => {
    const [x, y] = classified();
    const blind = around((input, inner) => inner.forward(mul(input, 0)));
    expect(await line("model: uses inputs", blind, [x, y])).toMatchObject({
      verdict: "problem",
      finding: "the output is the same for different samples",
    });
    const inner = mlp();
    const half = new Custom((a) => inner.forward(a), inner);
    expect(await line("model: uses inputs", half, [x, randn([24, 2]), y])).toMatchObject({
      verdict: "problem",
      finding: "the output does not depend on input 1",
    });
  });

  it("frozen parameters are told", async () => {
    const model = mlp();
    model.parameters()[0].requiresGrad = false;
    expect(await line("model: frozen", model, classified())).toMatchObject({
      verdict: "ok",
      finding: "1 of 4 parameters: 0.weight",
    });
  });

  it("the difference between training and evaluation is told", async () => {
    const { model, batch, loss } = HEALTHY["a classifier"]();
    expect((await line("model: modes", model, batch, loss)).finding).toContain("differ by up to");
  });
});
