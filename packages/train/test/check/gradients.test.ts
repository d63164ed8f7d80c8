import { cpu } from "@nn/backend-cpu";
import { add, cat, full, manualSeed, mul, relu, setBackend, sqrt, zeros } from "@nn/core";
import { Linear, Sequential, Sigmoid } from "@nn/layers";
import { beforeEach, describe, expect, it } from "vitest";
import { mlp, classified, Custom, around, line, set } from "./planted";

beforeEach(() => {
  // Only async reads, as on most devices.
  setBackend({ ...cpu(), readSync: undefined });
  manualSeed(0);
});

describe("gradients", () => {
  it("cut off before the loss", async () => {
    const model = around((x, inner) => inner.forward(x).detach());
    expect(await line("gradients: finite", model, classified())).toMatchObject({
      verdict: "problem",
      finding: expect.stringMatching(/^backward failed: backward: this tensor does not depend/),
    });
  });

  it("of nothing, when all is frozen", async () => {
    const model = mlp().requiresGrad_(false);
    expect((await line("gradients: finite", model, classified())).verdict).toBe("problem");
  });

  it("of NaN behind a finite loss", async () => {
    // The root's slope at 0 is infinite, times a gradient of 0.
    const model = around((x, inner) => add(inner.forward(x), sqrt(mul(inner.forward(x), 0))));
    expect(await line("gradients: finite", model, classified())).toMatchObject({
      verdict: "problem",
      finding: expect.stringMatching(/^NaN or infinite in \d of 4 parameters: inner\.0/),
    });
  });

  it("missing in parameters that are not used, or are cut off", async () => {
    const inner = mlp();
    const model = new Custom((x) => inner.forward(x), inner, new Linear(3, 3));
    expect(await line("gradients: unused", model, classified())).toMatchObject({
      verdict: "warning",
      finding: "no gradient at all for 2 of 6 parameters: inner.1.weight, inner.1.bias",
    });
    const [body, head] = [new Linear(6, 8), new Linear(8, 3)];
    const cut = new Custom((x) => head.forward(relu(body.forward(x)).detach()), body, head);
    expect(await line("gradients: unused", cut, classified())).toMatchObject({
      verdict: "warning",
      finding: "no gradient at all for 2 of 4 parameters: inner.0.weight, inner.0.bias",
    });
  });

  it("of parameters that the model does not have", async () => {
    const stale = mlp();
    const model = new Custom((x) => stale.forward(x), mlp());
    expect(await line("gradients: unused", model, classified())).toMatchObject({
      verdict: "problem",
      finding: "the gradient reaches no parameter at all",
    });
  });

  it("of 0 everywhere, in front of units that are never active", async () => {
    const model = mlp();
    set(model.parameters()[1], full([24], -100));
    expect(await line("gradients: dead", model, classified())).toMatchObject({
      verdict: "problem",
      finding: expect.stringContaining("0.weight"),
    });
  });

  it("of 0 in many units of a layer", async () => {
    const model = mlp();
    set(model.parameters()[1], cat([full([18], -100), zeros([6])]));
    expect(await line("gradients: dead units", model, classified())).toMatchObject({
      verdict: "warning",
      finding: expect.stringMatching(/never active: 0 \((7|8)\d%\)$/),
    });
  });

  it("that vanish, and that explode", async () => {
    const deep = (): Sequential => {
      const layers = Array.from({ length: 8 }, () => [new Linear(16, 16), new Sigmoid()]).flat();
      return new Sequential(new Linear(6, 16), new Sigmoid(), ...layers, new Linear(16, 3));
    };
    expect(await line("gradients: sizes", deep(), classified())).toMatchObject({
      verdict: "warning",
      finding: expect.stringContaining("vanishing towards the first layers"),
    });
    const wild = new Sequential(
      new Linear(6, 16),
      ...Array.from({ length: 6 }, () => new Linear(16, 16)),
      new Linear(16, 3),
    );
    for (const parameter of wild.parameters()) set(parameter, mul(parameter, 20));
    expect(await line("gradients: sizes", wild, classified())).toMatchObject({
      verdict: "warning",
      finding: expect.stringContaining("exploding: from"),
    });
  });
});
