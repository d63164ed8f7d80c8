import { cpu } from "@nn/backend-cpu";
import { noGrad, setBackend, Tensor, tensor, type DType, type Shape } from "@nn/core";
import { beforeEach, describe, expect, it } from "vitest";
import { Adam, AdamW, Muon, SGD, type Optimizer } from "../src";
import { optimizers, stateful } from "./optimizers";
import { flat, makeLayers, train } from "./problem";

beforeEach(() => setBackend(cpu()));

type State = ReturnType<Optimizer["stateDict"]>;

/** A state as a checkpoint would give it back: JSON with numbered tensors, and their elements. */
async function throughFile(state: State): Promise<State> {
  const tensors: Tensor[] = [];
  const text = JSON.stringify(state, (_, value: unknown) =>
    value instanceof Tensor ? { tensor: tensors.push(value) - 1 } : value,
  );
  const elements: { data: Float64Array; shape: Shape; dtype: DType }[] = await Promise.all(
    tensors.map(async ({ shape, dtype, ...t }, i) => ({
      data: Float64Array.from(await tensors[i].data()),
      shape: tensors[i].shape,
      dtype: tensors[i].dtype,
      ...(t as object),
    })),
  );
  return JSON.parse(text, (_, value: unknown) => {
    if (typeof value !== "object" || value === null || !("tensor" in value)) return value;
    const { data, shape, dtype } = elements[value.tensor as number];
    return tensor(data, { shape, dtype });
  }) as State;
}

describe.each(stateful)("the state of %s", (name, options) => {
  it.each(["float32", "float64"] as const)("goes on exactly after a file, in %s", async (dtype) => {
    const make = (params: readonly Tensor[]): Optimizer =>
      new optimizers[name]([{ params: params[0], lr: 0.03 }, { params: params[1] }], options);
    const uninterrupted = makeLayers(dtype);
    const whole = make(uninterrupted.params);
    for (let i = 0; i < 20; i++) train(uninterrupted, whole);

    const before = makeLayers(dtype);
    const first = make(before.params);
    for (let i = 0; i < 10; i++) train(before, first);
    const state = await throughFile(first.stateDict());
    const values = await Promise.all(before.params.map((param) => param.data()));

    const after = makeLayers(dtype);
    after.params.forEach((param, i) => {
      noGrad(() => param.assign(tensor(values[i], { shape: param.shape, dtype })));
    });
    const second = new optimizers[name](after.params.map((params) => ({ params })));
    second.loadStateDict(state);
    for (let i = 0; i < 10; i++) train(after, second);
    expect(await flat(after.params)).toEqual(await flat(uninterrupted.params));
    expect(second.groups.map(({ params: _, ...settings }) => settings)).toEqual(
      whole.groups.map(({ params: _, ...settings }) => settings),
    );
  });

  it("is refused by every other optimizer, and changes nothing", () => {
    const problem = makeLayers();
    const source = new optimizers[name](problem.params, options);
    train(problem, source);
    const state = source.stateDict();
    for (const other of Object.keys(optimizers).filter((key) => key !== name)) {
      const target = new optimizers[other](makeLayers().params, { lr: 0.5 });
      expect(() => target.loadStateDict(state)).toThrow(
        `${other}.loadStateDict: the state is one of ${name}, this optimizer is ${other}`,
      );
      expect(target.groups[0].lr).toBe(0.5);
      expect(target.stateDict().state).toEqual({});
    }
  });

  it("that is damaged is refused, and changes nothing", () => {
    const problem = makeLayers();
    const source = new optimizers[name](problem.params, options);
    train(problem, source);
    const target = new optimizers[name](makeLayers().params, options);
    const { state, groups, optimizer } = source.stateDict();
    const [entry] = Object.entries(state[0]).find(([, value]) => value instanceof Tensor)!;
    const inGroup = (change: object): unknown => ({ optimizer, state, groups: [{ ...groups[0], ...change }] });
    const inState = (change: object): unknown => ({
      optimizer,
      groups,
      state: { ...state, 1: { ...state[1], ...change } },
    });
    const bad: [unknown, string][] = [
      [undefined, "expected what stateDict() gives, { optimizer, state, groups }"],
      [null, "expected what stateDict() gives"],
      [3, "expected what stateDict() gives"],
      [{}, "expected what stateDict() gives"],
      [{ state, groups: {} }, "expected what stateDict() gives"],
      [{ state, groups: [null] }, "expected what stateDict() gives"],
      [{ state: null, groups }, "expected what stateDict() gives"],
      [{ state, groups: [{ ...groups[0], params: 2 }] }, "expected what stateDict() gives"],
      [{ state, groups: [] }, "the state is for groups of [] parameters, this optimizer has [2]"],
      [{ state, groups: [{ params: [0, 1] }] }, "group 0 of the state lacks lr"],
      [inGroup({ lr: -1 }), "lr must be at least 0"],
      [inGroup({ lr: undefined }), "lr must be at least 0, got undefined"],
      [inGroup({ initialLr: NaN }), "initialLr must be at least 0, got NaN"],
      [{ optimizer, groups, state: { ...state, 1: 3 } }, "the state of Tensor([4,2], float32, cpu) has [], expected ["],
      [inState({ other: 1 }), "it belongs to another kind of optimizer"],
      [{ optimizer, groups, state: { 0: {}, 1: { [entry]: 3 } } }, `Dict: `],
      [inState({ [entry]: 3 }), `${entry} of the state must be a tensor, got number`],
      [inState({ [entry]: null }), `${entry} of the state must be a tensor, got object`],
      [inState({ [entry]: tensor([1]) }), `${entry} of shape [1] does not fit a parameter of [4,2]`],
      [inState({ [entry]: state[0][entry] }), `${entry} of shape [3,4] does not fit a parameter of [4,2]`],
    ];
    if ("step" in state[1]) bad.push([inState({ step: NaN }), "step of the state must be a finite number, got NaN"]);
    const before = target.groups.map((group) => ({ ...group }));
    for (const [value, message] of bad) expect(() => target.loadStateDict(value as never)).toThrow(message);
    expect(target.groups).toEqual(before);
    expect(target.stateDict().state).toEqual({});
    target.loadStateDict({ state, groups });
    expect(Object.keys(target.stateDict().state)).toEqual(["0", "1"]);
  });
});

describe("a state", () => {
  const leaf = (): Tensor => tensor([1, 2], { requiresGrad: true });

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

  it("of another optimizer without a name is told by its entries", () => {
    const x = leaf();
    const source = new SGD([x], { momentum: 0.9 });
    x.sum().backward();
    source.step();
    const { state } = source.stateDict();
    const target = new AdamW([leaf()]);
    expect(() => target.loadStateDict({ state, groups: target.stateDict().groups })).toThrow(
      "AdamW.loadStateDict: the state of Tensor([2], float32, cpu) has [momentumBuffer], expected [step, expAvg,",
    );
  });

  it("brings no settings that the optimizer does not know", () => {
    const target = new Muon([tensor([[1]], { requiresGrad: true })]);
    const { state, groups } = target.stateDict();
    const sly = JSON.parse(`{"__proto__": {"isSly": true}, "extra": 1}`) as object;
    target.loadStateDict({ state, groups: [{ ...groups[0], ...sly }] });
    expect("extra" in target.groups[0]).toBe(false);
    expect("isSly" in target.groups[0]).toBe(false);
  });

  it("on another backend is refused", () => {
    const x = leaf();
    const source = new Adam([x]);
    x.sum().backward();
    source.step();
    setBackend(cpu());
    expect(() => new Adam([leaf()]).loadStateDict(source.stateDict())).toThrow(
      "expAvg lives on backend cpu, its parameter",
    );
  });

  it("takes the parameter's dtype", () => {
    const x = leaf();
    const source = new Adam([x]);
    x.sum().backward();
    source.step();
    const target = new Adam([tensor([1, 2], { dtype: "float64", requiresGrad: true })]);
    target.loadStateDict(source.stateDict());
    expect((target.stateDict().state[0].expAvg as Tensor).dtype).toBe("float64");
  });
});
