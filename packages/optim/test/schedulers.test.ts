import { cpu } from "@nn/backend-cpu";
import { setBackend, tensor } from "@nn/core";
import { beforeAll, describe, expect, it } from "vitest";
import { CosineAnnealingLR, SGD, StepLR, type LRScheduler } from "../src";
import golden from "./golden/schedules.json";
import { distance } from "./problem";

beforeAll(() => setBackend(cpu()));

function makeOptimizer(initialLr?: number): SGD {
  const groups = [0.5, 0.02].map((lr) => ({ params: tensor([1], { requiresGrad: true }), lr }));
  const optimizer = new SGD(groups, { lr: 1 });
  for (const group of optimizer.groups) if (initialLr !== undefined) group.initialLr = initialLr;
  return optimizer;
}

const cases: Record<keyof typeof golden, { make: (optimizer: SGD) => LRScheduler[]; initialLr?: number }> = {
  step: { make: (o) => [new StepLR(o, { stepSize: 3, gamma: 0.5 })] },
  stepDefault: { make: (o) => [new StepLR(o, { stepSize: 10 })] },
  cosine: { make: (o) => [new CosineAnnealingLR(o, { tMax: 7, etaMin: 0.01 })] },
  cosineDefault: { make: (o) => [new CosineAnnealingLR(o, { tMax: 30 })] },
  chained: {
    make: (o) => [new StepLR(o, { stepSize: 4, gamma: 0.7 }), new CosineAnnealingLR(o, { tMax: 9, etaMin: 0.001 })],
  },
  resumed: { make: (o) => [new CosineAnnealingLR(o, { tMax: 7, etaMin: 0.01, lastEpoch: 4 })], initialLr: 0.3 },
  resumedStep: { make: (o) => [new StepLR(o, { stepSize: 3, gamma: 0.5, lastEpoch: 4 })], initialLr: 0.3 },
};

describe("learning rates are PyTorch's", () => {
  it.each(Object.keys(cases) as (keyof typeof golden)[])("%s", (name) => {
    const { make, initialLr } = cases[name];
    const optimizer = makeOptimizer(initialLr);
    const schedulers = make(optimizer);
    golden[name].forEach((expected, i) => {
      if (i > 0) for (const scheduler of schedulers) scheduler.step();
      expect(
        distance(
          optimizer.groups.map((g) => g.lr),
          expected,
        ),
      ).toBeLessThan(1e-11);
      expect(schedulers.at(-1)!.getLastLr()).toEqual(optimizer.groups.map((g) => g.lr));
    });
  });
});

describe("LRScheduler", () => {
  it("goes on from its state and the optimizer's", () => {
    const first = makeOptimizer();
    const before = new CosineAnnealingLR(first, { tMax: 5 });
    for (let i = 0; i < 3; i++) before.step();
    const second = makeOptimizer();
    const after = new CosineAnnealingLR(second, { tMax: 5 });
    after.loadStateDict(JSON.parse(JSON.stringify(before.stateDict())));
    second.loadStateDict(first.stateDict());
    for (let i = 0; i < 9; i++) {
      before.step();
      after.step();
      expect(after.getLastLr()).toEqual(before.getLastLr());
    }
  });

  it("refuses to resume without initial rates, and nonsense", () => {
    expect(() => new StepLR(makeOptimizer(), { stepSize: 3, lastEpoch: 4 })).toThrow(
      "StepLR: to resume at lastEpoch 4, group 0 of the optimizer needs initialLr",
    );
    expect(() => new StepLR(makeOptimizer(), { stepSize: 0 })).toThrow("stepSize must be an integer of at least 1");
    expect(() => new CosineAnnealingLR(makeOptimizer(), { tMax: 1.5 })).toThrow("tMax must be an integer");
  });
});
