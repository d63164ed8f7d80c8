import { cpu } from "@nn/backend-cpu";
import { keep, setBackend, tensor, type Tensor } from "@nn/core";
import { beforeEach, describe, expect, expectTypeOf, it } from "vitest";
import { Adam, Adamax, AdamW, Muon, SGD, type Group, type Optimizer, type SGDSettings } from "../src";
import { optimizers } from "./optimizers";

beforeEach(() => setBackend(cpu()));

const leaf = (): Tensor => tensor([1, 2], { requiresGrad: true });

describe("parameters", () => {
  it("must be leaves that require a gradient, each once", () => {
    const x = leaf();
    expect(() => new Adam([])).toThrow("Adam: got no parameters");
    expect(() => new Adam([{ params: [] }])).toThrow("Adam: got no parameters");
    expect(() => new Adam([x, leaf(), x])).toThrow("Adam: parameter 2, Tensor([2], float32, cpu), was given twice");
    expect(() => new Adam([{ params: x }, { params: [x] }])).toThrow("was given twice");
    expect(() => new Adam([x.mul(2)])).toThrow("only leaves can be optimized");
    expect(() => new Adam([tensor([1, 2])])).toThrow("does not require a gradient");
    expect(() => new Adam([x, { params: leaf() }] as never)).toThrow("a mixture of both");
    expect(() => new Adam([3] as never)).toThrow("item 0 is neither a tensor nor a group");
    expect(() => new Adam([{ params: [3] }] as never)).toThrow("parameter 0 is not a tensor");
  });

  it("may be frozen ones of a module", () => {
    const frozen = keep(tensor([1, 2]));
    const x = leaf();
    const optimizer = new SGD([frozen, x], { lr: 1 });
    x.sum().backward();
    optimizer.step();
    expect([...frozen.dataSync(), ...x.dataSync()]).toEqual([1, 2, 0, 1]);
  });

  it("without a gradient are left alone", () => {
    const [x, y] = [leaf(), leaf()];
    const optimizer = new AdamW([x, y], { lr: 0.1, weightDecay: 0.5 });
    x.sum().backward();
    optimizer.step();
    expect([...y.dataSync()]).toEqual([1, 2]);
    expect(Object.keys(optimizer.stateDict().state)).toEqual(["0"]);
  });

  it("can be added later", () => {
    const [x, y] = [leaf(), leaf()];
    const optimizer = new SGD([x], { lr: 1 });
    optimizer.addParamGroup({ params: y, lr: 0.5 });
    x.sum().add(y.sum()).backward();
    optimizer.step();
    expect([...x.dataSync(), ...y.dataSync()]).toEqual([0, 1, 0.5, 1.5]);
    expect(() => optimizer.addParamGroup({ params: x })).toThrow("was given twice");
  });
});

describe("settings", () => {
  it("out of range are refused", () => {
    expect(() => new SGD([leaf()], { lr: -1 })).toThrow("SGD: lr must be at least 0, got -1");
    expect(() => new SGD([leaf()], { lr: NaN })).toThrow("SGD: lr must be at least 0, got NaN");
    expect(() => new SGD([leaf()], { momentum: -1 })).toThrow("SGD: momentum must be at least 0");
    expect(() => new SGD([leaf()], { nesterov: true })).toThrow("nesterov needs a momentum");
    expect(() => new SGD([leaf()], { nesterov: true, momentum: 1, dampening: 1 })).toThrow("a dampening of 0");
    expect(() => new Adam([leaf()], { betas: [1, 0] })).toThrow("Adam: betas[0] must lie in [0, 1), got 1");
    expect(() => new Adam([leaf()], { betas: [0, -1] })).toThrow("Adam: betas[1] must lie in [0, 1), got -1");
    expect(() => new AdamW([leaf()], { eps: -1 })).toThrow("AdamW: eps must be at least 0");
    expect(() => new AdamW([{ params: leaf(), weightDecay: -1 }])).toThrow("AdamW: weightDecay must be at least 0");
    expect(() => new Adam([leaf()], { lr: Infinity })).toThrow("Adam: lr must be at least 0 and finite, got Infinity");
    expect(() => new Adam([leaf()], { lr: "0.1" as never })).toThrow("Adam: lr must be at least 0, got 0.1");
    expect(() => new Adam([leaf()], { betas: 0.9 as never })).toThrow("betas must be two numbers in [0, 1), got 0.9");
    expect(() => new Adam([leaf()], { betas: [0.9] as never })).toThrow("betas must be two numbers");
    expect(() => new SGD([leaf()], { dampening: NaN })).toThrow("SGD: dampening must be a finite number, got NaN");
  });

  const outOfRange: Record<string, object[]> = {
    Adamax: [{ betas: [1, 0] }, { eps: -1 }, { weightDecay: NaN }],
    NAdam: [{ betas: [0, 1] }, { eps: -1 }, { weightDecay: -1 }, { momentumDecay: -1 }],
    RAdam: [{ betas: [-1, 0] }, { eps: NaN }, { weightDecay: -1 }],
    RMSprop: [{ alpha: 1 }, { eps: -1 }, { weightDecay: -1 }, { momentum: -1 }, { momentum: Infinity }],
    Adagrad: [{ lrDecay: -1 }, { initialAccumulatorValue: -1 }, { eps: -1 }, { weightDecay: -1 }],
    Adadelta: [{ rho: 1.1 }, { rho: -0.1 }, { eps: NaN }, { weightDecay: -1 }],
    Lion: [{ betas: [0.9, 1] }, { weightDecay: -1 }],
    Muon: [
      { momentum: 1 },
      { weightDecay: -1 },
      { eps: -1 },
      { nsSteps: 0 },
      { nsSteps: 100 },
      { nsSteps: 2.5 },
      { adjustLrFn: "spectral" },
      { nsCoefficients: [1, 2] },
      { nsCoefficients: [1, 2, NaN] },
      { nsCoefficients: 3 },
    ],
  };
  const all = Object.entries(outOfRange).flatMap(([name, list]) =>
    [{ lr: -1 }, { lr: NaN }, ...list].map((options) => ({ name, options })),
  );

  it.each(all)("out of range are refused by $name: $options", ({ name, options }) => {
    const matrix = (): Tensor => tensor([[1, 2]], { requiresGrad: true });
    const [key] = Object.keys(options);
    expect(() => new optimizers[name]([matrix()], options)).toThrow(new RegExp(`^${name}: ${key}`));
    const optimizer = new optimizers[name]([{ params: matrix() }]);
    expect(() => optimizer.addParamGroup({ params: matrix(), ...options })).toThrow(new RegExp(`^${name}: ${key}`));
    expect(optimizer.groups.length).toBe(1);
  });

  it("of Muon are for matrices", () => {
    const matrix = tensor([[1, 2]], { requiresGrad: true });
    expect(() => new Muon([matrix, leaf()])).toThrow(
      "Muon: parameter 1, Tensor([2], float32, cpu), is not 2-dimensional; give it to another optimizer: AdamW",
    );
    const optimizer = new Muon([matrix]);
    expect(() => optimizer.addParamGroup({ params: leaf() })).toThrow("is not 2-dimensional");
    expect(() => optimizer.addParamGroup({ params: [3 as never] })).toThrow("parameter 0 is not a tensor");
    expect(optimizer.groups.length).toBe(1);
  });

  it("can be changed between steps", () => {
    const x = leaf();
    const optimizer = new SGD([x], { lr: 1 });
    x.sum().backward();
    optimizer.groups[0].lr = 0.25;
    optimizer.step();
    expect([...x.dataSync()]).toEqual([0.75, 1.75]);
    optimizer.groups[0].lr = NaN;
    expect(() => optimizer.step()).toThrow("got NaN");
  });

  it("have types", () => {
    const optimizer = new SGD([leaf()], { lr: 0.1 });
    expectTypeOf(optimizer.groups).toEqualTypeOf<Group<SGDSettings>[]>();
    expectTypeOf(optimizer.groups[0].momentum).toEqualTypeOf<number>();
    expectTypeOf(new Adam([leaf()]).groups[0].betas).toEqualTypeOf<readonly [number, number]>();
    expectTypeOf<ConstructorParameters<typeof AdamW>[1]>().not.toExtend<{ momentum: number } | undefined>();
    // @ts-expect-error: Adam has no momentum
    void new Adam([leaf()], { momentum: 0.9 });
    // @ts-expect-error: nor has a group of it
    void new Adam([{ params: leaf(), momentum: 0.9 }]);
    expectTypeOf<Adam>().toExtend<Optimizer>();
    expectTypeOf<Muon>().toExtend<Optimizer>();
  });
});

describe("a running mean", () => {
  it("that keeps nothing is the latest gradient, also next to a large one", () => {
    const x = leaf();
    const optimizer = new Adamax([x], { betas: [0, 0.9] });
    for (const scale of [1e8, 1e-8]) {
      x.mul(scale).sum().backward();
      optimizer.step();
      optimizer.zeroGrad();
    }
    const { expAvg } = optimizer.stateDict().state[0] as { expAvg: Tensor };
    expect([...expAvg.dataSync()]).toEqual([Math.fround(1e-8), Math.fround(1e-8)]);
  });
});
