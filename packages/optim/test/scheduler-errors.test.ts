import { cpu } from "@nn/backend-cpu";
import { setBackend, tensor } from "@nn/core";
import { beforeAll, expect, it } from "vitest";
import {
  Adagrad,
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
  SGD,
  StepLR,
} from "../src";

beforeAll(() => setBackend(cpu()));

const param = () => tensor([1], { requiresGrad: true });
const sgd = (): SGD => new SGD([{ params: param() }, { params: param() }], { lr: 1 });

const bad: [title: string, make: (optimizer: SGD) => unknown, message: string][] = [
  ["no optimizer", () => new StepLR({} as never, { stepSize: 3 }), "StepLR: expected an optimizer, got object"],
  ["nothing", () => new StepLR(undefined as never, { stepSize: 3 }), "StepLR: expected an optimizer, got undefined"],
  [
    "no initial rates",
    (o) => new StepLR(o, { stepSize: 3, lastEpoch: 4 }),
    "StepLR: to resume at lastEpoch 4, group 0 of the optimizer needs initialLr",
  ],
  ["lastEpoch -2", (o) => new StepLR(o, { stepSize: 3, lastEpoch: -2 }), "lastEpoch must be an integer of at least -1"],
  ["stepSize 0", (o) => new StepLR(o, { stepSize: 0 }), "stepSize must be an integer of at least 1, got 0"],
  ["gamma NaN", (o) => new StepLR(o, { stepSize: 1, gamma: NaN }), "StepLR: gamma must be at least 0, got NaN"],
  ["no milestones", (o) => new MultiStepLR(o, {} as never), "MultiStepLR: milestones must be a list, got undefined"],
  ["falling milestones", (o) => new MultiStepLR(o, { milestones: [3, 2] }), "milestones must increase, got [3, 2]"],
  ["equal milestones", (o) => new MultiStepLR(o, { milestones: [2, 2] }), "milestones must increase, got [2, 2]"],
  ["milestone 0", (o) => new MultiStepLR(o, { milestones: [0] }), "milestones[0] must be an integer of at least 1"],
  ["milestone 1.5", (o) => new MultiStepLR(o, { milestones: [1, 1.5] }), "milestones[1] must be an integer"],
  ["negative gamma", (o) => new ExponentialLR(o, { gamma: -0.1 }), "ExponentialLR: gamma must be at least 0"],
  ["no gamma", (o) => new ExponentialLR(o, {} as never), "ExponentialLR: gamma must be at least 0, got undefined"],
  ["endless gamma", (o) => new ExponentialLR(o, { gamma: Infinity }), "gamma must be at least 0 and finite"],
  ["startFactor 0", (o) => new LinearLR(o, { startFactor: 0 }), "LinearLR: startFactor must be larger than 0, got 0"],
  ["startFactor 2", (o) => new LinearLR(o, { startFactor: 2 }), "startFactor must lie in [0, 1], got 2"],
  ["endFactor -1", (o) => new LinearLR(o, { endFactor: -1 }), "endFactor must lie in [0, 1], got -1"],
  ["totalIters 0", (o) => new LinearLR(o, { totalIters: 0 }), "totalIters must be an integer of at least 1"],
  ["totalIters NaN", (o) => new PolynomialLR(o, { totalIters: NaN }), "totalIters must be an integer of at least 1"],
  ["negative power", (o) => new PolynomialLR(o, { power: -1 }), "PolynomialLR: power must be at least 0"],
  ["tMax 0", (o) => new CosineAnnealingLR(o, { tMax: 0 }), "tMax must be an integer of at least 1, got 0"],
  ["tMax 1.5", (o) => new CosineAnnealingLR(o, { tMax: 1.5 }), "tMax must be an integer"],
  ["etaMin NaN", (o) => new CosineAnnealingLR(o, { tMax: 1, etaMin: NaN }), "etaMin must be at least 0, got NaN"],
  ["t0 0", (o) => new CosineAnnealingWarmRestarts(o, { t0: 0 }), "t0 must be an integer of at least 1"],
  ["tMult 1.5", (o) => new CosineAnnealingWarmRestarts(o, { t0: 1, tMult: 1.5 }), "tMult must be an integer"],
  ["etaMin -1", (o) => new CosineAnnealingWarmRestarts(o, { t0: 1, etaMin: -1 }), "etaMin must be at least 0"],
  [
    "no totalSteps",
    (o) => new OneCycleLR(o, { maxLr: 1 }),
    "OneCycleLR: expected totalSteps, or epochs and stepsPerEpoch",
  ],
  [
    "epochs alone",
    (o) => new OneCycleLR(o, { maxLr: 1, epochs: 3 }),
    "expected totalSteps, or epochs and stepsPerEpoch",
  ],
  [
    "totalSteps 0",
    (o) => new OneCycleLR(o, { maxLr: 1, totalSteps: 0 }),
    "totalSteps must be an integer of at least 1",
  ],
  ["epochs 0", (o) => new OneCycleLR(o, { maxLr: 1, epochs: 0, stepsPerEpoch: 1 }), "epochs must be an integer"],
  ["no maxLr", (o) => new OneCycleLR(o, { totalSteps: 1 } as never), "maxLr must be at least 0, got undefined"],
  [
    "three maxLrs",
    (o) => new OneCycleLR(o, { maxLr: [1, 2, 3], totalSteps: 1 }),
    "maxLr has 3 values, the optimizer has 2",
  ],
  [
    "pctStart 2",
    (o) => new OneCycleLR(o, { maxLr: 1, totalSteps: 1, pctStart: 2 }),
    "pctStart must lie in [0, 1], got 2",
  ],
  [
    "pctStart 0.6 of three phases",
    (o) => new OneCycleLR(o, { maxLr: 1, totalSteps: 9, pctStart: 0.6, threePhase: true }),
    "threePhase needs a pctStart of at most 0.5, got 0.6",
  ],
  [
    "momentum 1",
    (o) => new OneCycleLR(o, { maxLr: 1, totalSteps: 1, maxMomentum: 1 }),
    "maxMomentum must lie in [0, 1)",
  ],
  [
    "divFactor 0",
    (o) => new OneCycleLR(o, { maxLr: 1, totalSteps: 1, divFactor: 0 }),
    "divFactor must be larger than 0",
  ],
  [
    "an unknown strategy",
    (o) => new OneCycleLR(o, { maxLr: 1, totalSteps: 1, annealStrategy: "cosine" as never }),
    `annealStrategy must be "cos" or "linear", got cosine`,
  ],
  [
    "nothing to cycle",
    () => new OneCycleLR(new Adagrad([param()]), { maxLr: 1, totalSteps: 1 }),
    "the optimizer has neither momentum nor betas to cycle; set cycleMomentum: false",
  ],
  [
    "an unknown mode",
    (o) => new ReduceLROnPlateau(o, { mode: "auto" as never }),
    `mode must be "min" or "max", got auto`,
  ],
  ["factor 1", (o) => new ReduceLROnPlateau(o, { factor: 1 }), "factor must lie in [0, 1), got 1"],
  ["patience -1", (o) => new ReduceLROnPlateau(o, { patience: -1 }), "patience must be an integer of at least 0"],
  ["threshold NaN", (o) => new ReduceLROnPlateau(o, { threshold: NaN }), "threshold must be at least 0, got NaN"],
  [
    "an unknown thresholdMode",
    (o) => new ReduceLROnPlateau(o, { thresholdMode: "relative" as never }),
    `thresholdMode must be "rel" or "abs"`,
  ],
  ["cooldown 0.5", (o) => new ReduceLROnPlateau(o, { cooldown: 0.5 }), "cooldown must be an integer of at least 0"],
  [
    "one minLr of two",
    (o) => new ReduceLROnPlateau(o, { minLr: [0] }),
    "minLr has 1 values, the optimizer has 2 groups",
  ],
  ["a negative minLr", (o) => new ReduceLROnPlateau(o, { minLr: [0, -1] }), "minLr must be at least 0, got -1"],
  [
    "no function",
    (o) => new LambdaLR(o, { lrLambda: 3 as never }),
    "lrLambda must be a function of the epoch, got number",
  ],
  [
    "one function of two",
    (o) => new LambdaLR(o, { lrLambda: [() => 1] }),
    "lrLambda has 1 values, the optimizer has 2",
  ],
  [
    "a function that gives NaN",
    (o) => new LambdaLR(o, { lrLambda: () => NaN }),
    "LambdaLR: the learning rate of group 0 at epoch 0 must be at least 0, it came to NaN",
  ],
  ["no schedulers", (o) => new SequentialLR(o, { schedulers: [], milestones: [] }), "expected a list of schedulers"],
  [
    "something else",
    (o) => new SequentialLR(o, { schedulers: [{} as never], milestones: [] }),
    "SequentialLR: item 0 is not a scheduler",
  ],
  [
    "a scheduler of another optimizer",
    (o) => new SequentialLR(o, { schedulers: [new LinearLR(o), new LinearLR(sgd())], milestones: [1] }),
    "SequentialLR: scheduler 1, a LinearLR, belongs to another optimizer",
  ],
  [
    "a scheduler twice",
    (o) => {
      const scheduler = new LinearLR(o);
      return new SequentialLR(o, { schedulers: [scheduler, scheduler], milestones: [1] });
    },
    "SequentialLR: scheduler 1, a LinearLR, was given twice",
  ],
  [
    "too few milestones",
    (o) => new SequentialLR(o, { schedulers: [new LinearLR(o), new LinearLR(o)], milestones: [] }),
    "SequentialLR: 2 schedulers need 1 milestones, got 0",
  ],
  [
    "milestones that fall",
    (o) =>
      new SequentialLR(o, {
        schedulers: [new LinearLR(o), new LinearLR(o), new LinearLR(o)],
        milestones: [5, 3],
      }),
    "SequentialLR: milestones must increase, got [5, 3]",
  ],
];

it.each(bad)("%s is refused", (_, make, message) => {
  expect(() => make(sgd())).toThrow(message);
});

it("a refused scheduler leaves the optimizer as it was", () => {
  const optimizer = sgd();
  const before = optimizer.stateDict();
  expect(() => new OneCycleLR(optimizer, { maxLr: 1, totalSteps: 0 })).toThrow();
  expect(() => new LinearLR(optimizer, { startFactor: -1 })).toThrow();
  expect(() => new LambdaLR(optimizer, { lrLambda: () => NaN })).toThrow();
  expect(optimizer.groups.map(({ lr, momentum }) => [lr, momentum])).toEqual(
    before.groups.map(({ lr, momentum }) => [lr, momentum]),
  );
});

it("groups that are added after a schedule was made are noticed", () => {
  const optimizer = sgd();
  const scheduler = new ExponentialLR(optimizer, { gamma: 0.5 });
  optimizer.addParamGroup({ params: param() });
  expect(() => scheduler.step()).toThrow("the optimizer has 3 groups, it had 2 when the schedule was made");
});

it("a step that fails is not counted", () => {
  let factor = 1;
  const optimizer = sgd();
  const scheduler = new LambdaLR(optimizer, { lrLambda: () => factor });
  factor = -1;
  expect(() => scheduler.step()).toThrow("it came to -1");
  expect(scheduler.lastEpoch).toBe(0);
  expect(optimizer.groups[0].lr).toBe(1);
});
