import { cpu } from "@nn/backend-cpu";
import { setBackend, tensor } from "@nn/core";
import { beforeAll, describe, expect, it } from "vitest";
import {
  CosineAnnealingLR,
  CosineAnnealingWarmRestarts,
  ExponentialLR,
  LambdaLR,
  LinearLR,
  MultiStepLR,
  OneCycleLR,
  PolynomialLR,
  ReduceLROnPlateau,
  SequentialLR,
  StepLR,
  type LRScheduler,
  type OneCycleLROptions,
  type ReduceLROnPlateauOptions,
  type ScheduledOptimizer,
} from "../src";
import cycles from "./golden/cycles.json";
import plateaus from "./golden/plateaus.json";
import golden from "./golden/schedules.json";
import { optimizers } from "./optimizers";
import { distance } from "./problem";

beforeAll(() => setBackend(cpu()));

function makeOptimizer(initialLr?: number, kind = "SGD"): ScheduledOptimizer {
  const groups = [0.5, 0.02].map((lr) => ({ params: tensor([1], { requiresGrad: true }), lr }));
  const optimizer = new optimizers[kind](groups, { lr: 1 });
  for (const group of optimizer.groups) if (initialLr !== undefined) group.initialLr = initialLr;
  return optimizer;
}

const ratesOf = ({ groups }: ScheduledOptimizer): number[] => groups.map(({ lr }) => lr);

interface Case {
  make: (optimizer: ScheduledOptimizer) => LRScheduler[];
  initialLr?: number;
}

const cases: Record<keyof typeof golden, Case> = {
  step: { make: (o) => [new StepLR(o, { stepSize: 3, gamma: 0.5 })] },
  stepDefault: { make: (o) => [new StepLR(o, { stepSize: 10 })] },
  multiStep: { make: (o) => [new MultiStepLR(o, { milestones: [2, 3, 17], gamma: 0.5 })] },
  exponential: { make: (o) => [new ExponentialLR(o, { gamma: 0.93 })] },
  linear: { make: (o) => [new LinearLR(o)] },
  linearDown: { make: (o) => [new LinearLR(o, { startFactor: 0.9, endFactor: 0.25, totalIters: 13 })] },
  polynomial: { make: (o) => [new PolynomialLR(o)] },
  polynomialSquare: { make: (o) => [new PolynomialLR(o, { totalIters: 30, power: 2.5 })] },
  lambda: { make: (o) => [new LambdaLR(o, { lrLambda: (epoch) => 1 / (1 + epoch) })] },
  lambdas: {
    make: (o) => [new LambdaLR(o, { lrLambda: [(epoch) => 0.9 ** epoch, (epoch) => Math.floor(epoch / 7)] })],
  },
  cosine: { make: (o) => [new CosineAnnealingLR(o, { tMax: 7, etaMin: 0.01 })] },
  cosineDefault: { make: (o) => [new CosineAnnealingLR(o, { tMax: 30 })] },
  restarts: { make: (o) => [new CosineAnnealingWarmRestarts(o, { t0: 7 })] },
  restartsLonger: { make: (o) => [new CosineAnnealingWarmRestarts(o, { t0: 3, tMult: 2, etaMin: 0.01 })] },
  chained: {
    make: (o) => [new StepLR(o, { stepSize: 4, gamma: 0.7 }), new CosineAnnealingLR(o, { tMax: 9, etaMin: 0.001 })],
  },
  sequence: {
    make: (o) => [
      new SequentialLR(o, {
        schedulers: [
          new LinearLR(o, { startFactor: 0.1, totalIters: 5 }),
          new CosineAnnealingLR(o, { tMax: 12, etaMin: 0.001 }),
          new ExponentialLR(o, { gamma: 0.9 }),
        ],
        milestones: [5, 20],
      }),
    ],
  },
  sequenceOfRestarts: {
    make: (o) => [
      new SequentialLR(o, {
        schedulers: [
          new PolynomialLR(o, { totalIters: 6, power: 2 }),
          new CosineAnnealingWarmRestarts(o, { t0: 4, tMult: 2 }),
          new StepLR(o, { stepSize: 2, gamma: 0.5 }),
          new MultiStepLR(o, { milestones: [1, 3], gamma: 0.5 }),
        ],
        milestones: [1, 15, 30],
      }),
    ],
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
      expect(distance(ratesOf(optimizer), expected)).toBeLessThan(1e-11);
      expect(schedulers.at(-1)!.getLastLr()).toEqual(ratesOf(optimizer));
    });
  });
});

describe("OneCycleLR has PyTorch's rates and momenta", () => {
  const options: Record<keyof typeof cycles, [kind: string, OneCycleLROptions]> = {
    plain: ["SGD", { maxLr: 0.4, totalSteps: 23 }],
    betas: ["Adam", { maxLr: [0.4, 0.1], epochs: 5, stepsPerEpoch: 6, pctStart: 0.5 }],
    linear: ["AdamW", { maxLr: 0.3, totalSteps: 17, annealStrategy: "linear", divFactor: 10 }],
    three: ["SGD", { maxLr: 0.4, totalSteps: 31, threePhase: true, baseMomentum: [0.5, 0.6], maxMomentum: [0.8, 0.9] }],
    threeLinear: [
      "RMSprop",
      { maxLr: 0.4, totalSteps: 20, threePhase: true, annealStrategy: "linear", finalDivFactor: 3 },
    ],
    rateOnly: ["SGD", { maxLr: 0.4, totalSteps: 10, cycleMomentum: false, pctStart: 0 }],
  };

  it.each(Object.keys(cycles) as (keyof typeof cycles)[])("%s", (name) => {
    const [kind, given] = options[name];
    const optimizer = makeOptimizer(undefined, kind);
    const scheduler = new OneCycleLR(optimizer, given);
    const seen = (): number[] => optimizer.groups.flatMap(({ lr, betas, momentum }) => [lr, betas?.[0] ?? momentum!]);
    cycles[name].forEach((expected, i) => {
      if (i > 0) scheduler.step();
      expect(distance(seen(), expected.flat())).toBeLessThan(1e-11);
    });
    // The step behind the last one of the optimizer stays at the end; PyTorch's goes beyond.
    scheduler.step();
    expect(distance(seen(), cycles[name].at(-1)!.flat())).toBeLessThan(1e-11);
    const { lastEpoch } = scheduler;
    expect(() => scheduler.step()).toThrow(`step ${lastEpoch + 1} is beyond totalSteps, which is ${lastEpoch}`);
    expect(scheduler.lastEpoch).toBe(lastEpoch);
  });

  it("reaches the peak where the first phase has no length", () => {
    const optimizer = makeOptimizer();
    const scheduler = new OneCycleLR(optimizer, { maxLr: 0.4, totalSteps: 10, pctStart: 0.1 });
    expect(scheduler.getLastLr()).toEqual([0.4, 0.4]);
    const short = new OneCycleLR(makeOptimizer(), { maxLr: 0.4, totalSteps: 1 });
    expect(distance(short.getLastLr(), [1.6e-6, 1.6e-6])).toBeLessThan(1e-15);
  });
});

describe("ReduceLROnPlateau has PyTorch's rates", () => {
  const { metrics, ...goldens } = plateaus;
  const options: Record<keyof typeof goldens, ReduceLROnPlateauOptions> = {
    default: {},
    patient: { patience: 2, factor: 0.5 },
    rising: { mode: "max", patience: 1, factor: 0.7, threshold: 0.01 },
    absolute: { patience: 1, threshold: 0.05, thresholdMode: "abs", factor: 0.5 },
    risingAbsolute: { mode: "max", patience: 0, threshold: 0.05, thresholdMode: "abs", factor: 0.8 },
    cooling: { patience: 1, cooldown: 3, factor: 0.5, minLr: [0.1, 0.001] },
    coarse: { patience: 1, factor: 0.5, eps: 0.004 },
  };

  it.each(Object.keys(goldens) as (keyof typeof goldens)[])("%s", (name) => {
    const optimizer = makeOptimizer();
    const scheduler = new ReduceLROnPlateau(optimizer, options[name]);
    goldens[name].forEach((expected, i) => {
      if (i > 0) scheduler.step(metrics[i - 1]);
      expect(distance(ratesOf(optimizer), expected)).toBeLessThan(1e-11);
    });
  });

  it("refuses metrics that cannot be ranked, and counts none of them", () => {
    const scheduler = new ReduceLROnPlateau(makeOptimizer(), { patience: 0 });
    scheduler.step(1);
    const before = scheduler.stateDict();
    expect(() => scheduler.step()).toThrow("step() needs a metric, a finite number, got undefined; hand it over");
    expect(() => scheduler.step(NaN)).toThrow("got NaN; training has probably diverged");
    expect(() => scheduler.step(Infinity)).toThrow("got Infinity");
    expect(() => scheduler.step("0.5" as never)).toThrow("got 0.5; hand it over");
    expect(() => scheduler.step(tensor(1) as never)).toThrow("as in scheduler.step(await loss.item())");
    expect(scheduler.stateDict()).toEqual(before);
  });

  it("may follow a warm-up", () => {
    const optimizer = makeOptimizer();
    const warmUp = new LinearLR(optimizer, { startFactor: 0.5, totalIters: 2 });
    const plateau = new ReduceLROnPlateau(optimizer, { patience: 0, factor: 0.5 });
    const scheduler: LRScheduler = new SequentialLR(optimizer, { schedulers: [warmUp, plateau], milestones: [2] });
    const seen = [1, 1, 1, 1, 1].map((metric) => {
      scheduler.step(metric);
      return optimizer.groups[0].lr;
    });
    expect(seen).toEqual([0.375, 0.5, 0.5, 0.25, 0.125]);
  });
});

describe("rates", () => {
  it("stay at 0 when a linear schedule ends there", () => {
    const optimizer = makeOptimizer();
    const scheduler = new LinearLR(optimizer, { startFactor: 1 / 3, endFactor: 0, totalIters: 7 });
    for (let i = 0; i < 9; i++) scheduler.step();
    expect(Math.min(...ratesOf(optimizer))).toBeGreaterThanOrEqual(0);
    expect(Math.max(...ratesOf(optimizer))).toBeLessThan(1e-15);
  });

  it("restart without end", () => {
    const scheduler = new CosineAnnealingWarmRestarts(makeOptimizer(), { t0: 1, tMult: 1, lastEpoch: -1 });
    scheduler.loadStateDict({ ...scheduler.stateDict(), lastEpoch: Number.MAX_SAFE_INTEGER - 1 });
    scheduler.step();
    expect(scheduler.getLastLr()).toEqual([0.5, 0.02]);
  });
});
