import { cpu } from "@nn/backend-cpu";
import { keep, memoryStats, setBackend, tensor, type Tensor } from "@nn/core";
import { beforeEach, describe, expect, expectTypeOf, it } from "vitest";
import { Adam, AdamW, SGD, type Group, type Optimizer, type SGDSettings } from "../src";
import { flat, makeProblem } from "./problem";

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
  });
});

describe("state", () => {
  const makers: [
    string,
    (params: Iterable<Tensor>) => Pick<Optimizer, "step" | "zeroGrad"> & {
      stateDict(): never;
      loadStateDict(state: never): void;
    },
  ][] = [
    ["SGD", (params) => new SGD(params, { lr: 0.1, momentum: 0.9 }) as never],
    ["Adam", (params) => new Adam(params, { lr: 0.1, amsgrad: true }) as never],
    ["AdamW", (params) => new AdamW(params, { lr: 0.1 }) as never],
  ];

  it.each(makers)("of %s carries on where it was taken", async (_, make) => {
    const a = makeProblem();
    const first = make(a.params);
    const train = (problem: typeof a, optimizer: typeof first): void => {
      optimizer.zeroGrad();
      problem.loss().backward();
      optimizer.step();
    };
    for (let i = 0; i < 3; i++) train(a, first);
    const b = makeProblem();
    b.params.forEach((p, i) => {
      p.requiresGrad = false;
      p.assign(a.params[i]);
      p.requiresGrad = true;
    });
    const state = first.stateDict();
    for (let i = 0; i < 2; i++) train(a, first);
    const second = make(b.params);
    second.loadStateDict(state);
    for (let i = 0; i < 2; i++) train(b, second);
    expect(await flat(b.params)).toEqual(await flat(a.params));
  });

  it("has PyTorch's shape", () => {
    const [x, y] = [leaf(), leaf()];
    const optimizer = new Adam([{ params: x, lr: 0.1 }, { params: y }], { amsgrad: true });
    x.sum().add(y.sum()).backward();
    optimizer.step();
    const { state, groups } = optimizer.stateDict();
    expect(Object.keys(state[1])).toEqual(["step", "expAvg", "expAvgSq", "maxExpAvgSq"]);
    expect(state[1].step).toBe(1);
    expect(groups).toEqual([
      { lr: 0.1, betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0, amsgrad: true, maximize: false, params: [0] },
      { lr: 1e-3, betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0, amsgrad: true, maximize: false, params: [1] },
    ]);
  });

  it("that does not fit is refused, and changes nothing", () => {
    const source = new Adam([leaf()], { lr: 0.5 });
    source.groups[0].params[0].sum().backward();
    source.step();
    const target = new Adam([tensor([1, 2, 3], { requiresGrad: true })], { lr: 0.1 });
    expect(() => target.loadStateDict(source.stateDict())).toThrow(
      "Adam.loadStateDict: expAvg of shape [2] does not fit a parameter of [3]",
    );
    expect(target.groups[0].lr).toBe(0.1);
    expect(() => new Adam([leaf(), leaf()]).loadStateDict(source.stateDict())).toThrow(
      "the state is for groups of [1] parameters, this optimizer has [2]",
    );
  });
});

describe("memory", () => {
  it.each([
    ["SGD", 1, (params: Tensor[]) => new SGD(params, { lr: 0.01, momentum: 0.9 })],
    ["Adam", 3, (params: Tensor[]) => new Adam(params, { amsgrad: true })],
  ] as const)("of %s holds nothing but its state", (_, perParameter, make) => {
    const { params, loss } = makeProblem();
    const optimizer = make(params);
    const made: number[] = [];
    for (let i = 0; i < 6; i++) {
      const l = loss();
      l.backward();
      l.dispose();
      const before = memoryStats().buffers;
      optimizer.step();
      made.push(memoryStats().buffers - before);
      optimizer.zeroGrad();
    }
    expect(made).toEqual([perParameter * params.length, 0, 0, 0, 0, 0]);
  });
});
