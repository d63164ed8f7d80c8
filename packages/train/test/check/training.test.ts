import { cpu } from "@nn/backend-cpu";
import {
  add,
  cat,
  crossEntropy,
  manualSeed,
  mul,
  randint,
  randn,
  remainder,
  setBackend,
  tensor,
  zerosLike,
} from "@nn/core";
import type { Sequential } from "@nn/layers";
import { Adam, SGD } from "@nn/optim";
import { beforeEach, describe, expect, it } from "vitest";
import type { Loss } from "../../src/model";
import { mlp, classified, around, line } from "./planted";

beforeEach(() => {
  // Only async reads, as on most devices.
  setBackend({ ...cpu(), readSync: undefined });
  manualSeed(0);
});

describe("learning rate", () => {
  it.each([
    [{ lr: 10 }, "warning", "10 is far above"],
    [{ lr: 1e-6 }, "warning", "1e-6 is far below"],
    [{ lr: 0.01 }, "ok", "0.01 is near"],
    [{}, "ok", "suits this batch"],
  ])("%o", async (options, verdict, finding) => {
    const found = await line("learning rate: range test", mlp(), classified(), crossEntropy, options);
    expect(found).toMatchObject({ verdict, finding: expect.stringContaining(finding) });
  });

  it("of the given optimizer, whose kind decides what is right", async () => {
    const verdict = async (create: (model: Sequential) => Adam | SGD): Promise<string> => {
      const model = mlp();
      const found = await line("learning rate: range test", model, classified(), crossEntropy, {
        optimizer: create(model),
      });
      return found.verdict;
    };
    expect(await verdict((model) => new SGD(model.parameters(), { lr: 0.5 }))).toBe("ok");
    expect(await verdict((model) => new SGD(model.parameters(), { lr: 1e-3 }))).toBe("warning");
    expect(await verdict((model) => new Adam(model.parameters(), { lr: 0.5 }))).toBe("warning");
  });

  it("that does not help, because the loss cannot fall", async () => {
    const loss: Loss = (output, target) => add(mul(crossEntropy(output, target), 1e-9), 1);
    expect(await line("learning rate: range test", mlp(), classified(), loss)).toMatchObject({
      verdict: "warning",
      finding: "the loss does not fall at any rate from 1e-7 to 10",
    });
  });
});

describe("over-fitting", () => {
  it("a batch that a model cannot learn by heart", async () => {
    const blind = around((x, inner) => inner.forward(zerosLike(x)));
    expect(await line("over-fitting: one batch", blind, classified())).toMatchObject({
      verdict: "problem",
      finding: expect.stringContaining("it does not learn this batch"),
    });
  });

  it("targets that contradict each other", async () => {
    const x = randn([12, 6]);
    const y = randint(0, 3, [12]);
    const other = remainder(add(y, tensor(1, { dtype: "int32" })), tensor(3, { dtype: "int32" }));
    const batch = [cat([x, x]), cat([y, other])];
    const found = await line("over-fitting: one batch", mlp(), batch);
    expect(found.verdict).not.toBe("ok");
  });

  it("a model that climbs", async () => {
    const model = mlp();
    const optimizer = new SGD(model.parameters(), { lr: 0.1, maximize: true });
    expect((await line("over-fitting: one batch", model, classified(), crossEntropy, { optimizer })).verdict).toBe(
      "problem",
    );
  });

  it("a model that would have learnt with more steps", async () => {
    const found = await line("over-fitting: one batch", mlp(), classified(), crossEntropy, { steps: 2 });
    expect(found.verdict).not.toBe("ok");
    expect((await line("over-fitting: one batch", mlp(), classified())).verdict).toBe("ok");
  });
});
