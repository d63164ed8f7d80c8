import { cpu } from "@nn/backend-cpu";
import { setBackend, tensor } from "@nn/core";
import { beforeAll, describe, expect, it } from "vitest";
import {
  Adam,
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
} from "../src";
import { metrics } from "./golden/plateaus.json";

beforeAll(() => setBackend(cpu()));

const STEPS = 40;

const makers: Record<string, (optimizer: Adam) => LRScheduler> = {
  StepLR: (o) => new StepLR(o, { stepSize: 4, gamma: 0.7 }),
  MultiStepLR: (o) => new MultiStepLR(o, { milestones: [2, 9, 10, 31], gamma: 0.3 }),
  ExponentialLR: (o) => new ExponentialLR(o, { gamma: 0.93 }),
  LinearLR: (o) => new LinearLR(o, { startFactor: 0.1, totalIters: 17 }),
  PolynomialLR: (o) => new PolynomialLR(o, { totalIters: 35, power: 1.3 }),
  CosineAnnealingLR: (o) => new CosineAnnealingLR(o, { tMax: 9, etaMin: 0.001 }),
  CosineAnnealingWarmRestarts: (o) => new CosineAnnealingWarmRestarts(o, { t0: 3, tMult: 2 }),
  OneCycleLR: (o) => new OneCycleLR(o, { maxLr: [0.3, 0.1], totalSteps: STEPS }),
  "OneCycleLR in three phases": (o) => new OneCycleLR(o, { maxLr: 0.3, totalSteps: STEPS, threePhase: true }),
  ReduceLROnPlateau: (o) => new ReduceLROnPlateau(o, { patience: 1, cooldown: 2, factor: 0.7 }),
  LambdaLR: (o) => new LambdaLR(o, { lrLambda: (epoch) => 1 / (1 + epoch) }),
  SequentialLR: (o) =>
    new SequentialLR(o, {
      schedulers: [
        new LinearLR(o, { startFactor: 0.1, totalIters: 4 }),
        new CosineAnnealingLR(o, { tMax: 11 }),
        new ReduceLROnPlateau(o, { patience: 0, factor: 0.7 }),
      ],
      milestones: [4, 20],
    }),
};

const makeOptimizer = (): Adam =>
  new Adam(
    [0.5, 0.02].map((lr) => ({ params: tensor([1, -2], { requiresGrad: true }), lr })),
    { lr: 1 },
  );

/** What a step of the optimizer would go by. */
const settingsOf = ({ groups }: Adam): object => groups.map(({ lr, betas, initialLr }) => ({ lr, betas, initialLr }));
const copy = <T>(state: T): T => JSON.parse(JSON.stringify(state)) as T;

describe.each(Object.entries(makers))("%s", (_, make) => {
  const uninterrupted = (): object[] => {
    const optimizer = makeOptimizer();
    const scheduler = make(optimizer);
    return metrics.slice(0, STEPS).map((metric) => {
      scheduler.step(metric);
      return settingsOf(optimizer);
    });
  };

  it.each([0, 1, 3, 4, 9, 19, 20, 21, 33, 39])("goes on exactly after %i steps", (cut) => {
    const expected = uninterrupted();
    const before = makeOptimizer();
    const first = make(before);
    for (const metric of metrics.slice(0, cut)) first.step(metric);
    const saved = { scheduler: copy(first.stateDict()), optimizer: before.stateDict() };
    const atCut = settingsOf(before);

    const optimizerFirst = (): [Adam, LRScheduler] => {
      const optimizer = makeOptimizer();
      optimizer.loadStateDict(saved.optimizer);
      const scheduler = make(optimizer);
      scheduler.loadStateDict(saved.scheduler);
      return [optimizer, scheduler];
    };
    const schedulerFirst = (): [Adam, LRScheduler] => {
      const optimizer = makeOptimizer();
      const scheduler = make(optimizer);
      scheduler.loadStateDict(saved.scheduler);
      optimizer.loadStateDict(saved.optimizer);
      return [optimizer, scheduler];
    };
    for (const resume of [optimizerFirst, schedulerFirst]) {
      const [optimizer, scheduler] = resume();
      expect(settingsOf(optimizer)).toEqual(atCut);
      expect(scheduler.getLastLr()).toEqual(first.getLastLr());
      const seen = metrics.slice(cut, STEPS).map((metric) => {
        scheduler.step(metric);
        return settingsOf(optimizer);
      });
      expect(seen).toEqual(expected.slice(cut));
      expect(scheduler.lastEpoch).toBe(STEPS);
    }
  });

  it("has a state that JSON keeps, and refuses what is none", () => {
    const optimizer = makeOptimizer();
    const scheduler = make(optimizer);
    for (const metric of metrics.slice(0, 7)) scheduler.step(metric);
    const state = scheduler.stateDict();
    expect(copy(state)).toEqual(state);
    const bad: [unknown, string][] = [
      [undefined, "loadStateDict: expected what stateDict() gives"],
      [null, "expected what stateDict() gives"],
      [{}, "expected what stateDict() gives"],
      [{ ...state, lrs: 3 }, "expected what stateDict() gives"],
      [{ ...state, scheduler: "StepsLR" }, `the state is one of StepsLR, this scheduler is ${scheduler.name}`],
      [{ ...state, lrs: [1] }, "the optimizer has 2"],
      [{ ...state, baseLrs: [1, 2, 3] }, "the state is for 3 groups, the optimizer has 2"],
      [{ ...state, lrs: [1, NaN] }, "lrs[1] must be at least 0, got NaN"],
      [{ ...state, baseLrs: ["1", 1] }, "baseLrs[0] must be at least 0, got 1"],
      [{ ...state, lastEpoch: -1 }, "lastEpoch must be an integer of at least 0"],
      [{ ...state, lastEpoch: 1.5 }, "lastEpoch must be an integer of at least 0"],
    ];
    for (const [value, message] of bad) expect(() => scheduler.loadStateDict(value as never)).toThrow(message);
    expect(scheduler.stateDict()).toEqual(state);
  });
});

describe("two schedulers of one optimizer", () => {
  it.each([false, true])("go on exactly, loaded in reverse: %s", (isReversed) => {
    const make = (optimizer: Adam): LRScheduler[] => [makers.StepLR(optimizer), makers.CosineAnnealingLR(optimizer)];
    const a = makeOptimizer();
    const first = make(a);
    for (let i = 0; i < 5; i++) for (const scheduler of first) scheduler.step();
    const states = first.map((scheduler) => copy(scheduler.stateDict()));
    const b = makeOptimizer();
    const second = make(b);
    const order = isReversed ? [1, 0] : [0, 1];
    for (const i of order) second[i].loadStateDict(states[i]);
    for (let i = 0; i < 10; i++) {
      expect(settingsOf(b)).toEqual(settingsOf(a));
      for (const scheduler of [...first, ...second]) scheduler.step();
    }
  });
});

describe("states with more in them", () => {
  it("are checked before anything is changed", () => {
    const optimizer = makeOptimizer();
    const plateau = makers.ReduceLROnPlateau(optimizer) as ReduceLROnPlateau;
    const ok = plateau.stateDict();
    expect(ok.best).toBeNull();
    expect(() => plateau.loadStateDict({ ...ok, best: NaN })).toThrow("best must be a finite number or null, got NaN");
    expect(() => plateau.loadStateDict({ ...ok, numBadEpochs: -1 })).toThrow("numBadEpochs must be an integer");
    expect(() => plateau.loadStateDict({ ...ok, cooldownCounter: 0.5 })).toThrow("cooldownCounter must be an integer");

    const sequence = makers.SequentialLR(optimizer) as SequentialLR;
    const state = sequence.stateDict();
    const other = { ...state, lastEpoch: 3, schedulers: [...state.schedulers] };
    other.schedulers[1] = state.schedulers[0];
    expect(() => sequence.loadStateDict(other)).toThrow(
      "the state is one of LinearLR, this scheduler is CosineAnnealing",
    );
    expect(() => sequence.loadStateDict({ ...state, schedulers: [] })).toThrow(
      "the state has 0 schedulers, expected 3",
    );
    expect(() => sequence.loadStateDict({ ...state, schedulers: undefined } as never)).toThrow("has no schedulers");
    expect(sequence.stateDict()).toEqual(state);

    const cycle = makers.OneCycleLR(optimizer);
    expect(() => cycle.loadStateDict({ ...cycle.stateDict(), lastEpoch: STEPS + 1 })).toThrow(
      "OneCycleLR.loadStateDict: the state is at step 41, beyond totalSteps, which is 40",
    );
  });
});
