import { beforeEach, describe, expect, it } from "vitest";
import {
  checkpoint,
  customGrad,
  dropout,
  grad,
  manualSeed,
  noGrad,
  rand,
  setBackend,
  tensor,
  unbind,
  valueAndGrad,
  type Tensor,
} from "../src";
import { recordingBackend } from "./recording-backend";

beforeEach(() => setBackend(recordingBackend(["float32", "int32", "bool"])));

describe("backward", () => {
  it("needs a scalar or a gradient of the tensor's shape", () => {
    const x = tensor([1, 2], { requiresGrad: true });
    expect(() => x.mul(2).backward()).toThrow("backward: a tensor of shape [2] is no scalar");
    expect(() => x.mul(2).backward({ gradient: tensor([1, 2, 3]) })).toThrow("does not match the tensor's [2]");
    x.mul(2).backward({ gradient: tensor([1, 2]) });
    expect(x.grad?.shape).toEqual([2]);
  });

  it("leaves the gradient it was given to the caller", () => {
    const x = tensor([1, 2], { requiresGrad: true });
    const gradient = tensor([1, 2]);
    x.mul(2).backward({ gradient });
    x.detach().add(gradient);
    const y = tensor([1, 2], { requiresGrad: true });
    y.add(1).backward({ gradient });
    y.grad!.dispose();
    expect(() => gradient.neg()).not.toThrow();
  });

  it("gives every leaf a gradient of its own, recorded or not", () => {
    for (const createGraph of [false, true]) {
      const a = tensor([1, 2], { requiresGrad: true });
      const b = tensor([1, 2], { requiresGrad: true });
      a.add(b).backward({ gradient: tensor([1, 2]), createGraph });
      a.grad = null;
      expect(() => b.grad!.neg()).not.toThrow();
    }
  });

  it("joins the gradients of all parts at once", () => {
    const backend = recordingBackend();
    setBackend(backend);
    const x = tensor([[1], [2], [3], [4]], { requiresGrad: true });
    const loss = unbind(x)
      .map((part) => part.sum())
      .reduce((a, b) => a.add(b));
    const before = backend.calls.length;
    loss.backward();
    const names = backend.calls.slice(before).map(({ name }) => name);
    expect(names.filter((name) => name === "concat" || name === "pad" || name === "binary")).toEqual(["concat"]);
    expect(x.grad?.shape).toEqual([4, 1]);
  });

  it("needs a graph", () => {
    expect(() => tensor(1).backward()).toThrow("does not depend on any tensor that requires a gradient");
    const x = tensor([1, 2], { requiresGrad: true });
    expect(() => noGrad(() => x.sum()).backward()).toThrow("does not depend");
  });

  it("uses the graph up unless told to retain it", () => {
    const x = tensor([1, 2], { requiresGrad: true });
    const y = x.exp().sum();
    y.backward({ retainGraph: true });
    y.backward();
    expect(() => y.backward()).toThrow("backward: the graph through sum was used up by an earlier backward()");
  });

  it("gives non-leaves a grad only when asked", () => {
    const x = tensor([1, 2], { requiresGrad: true });
    const y = x.exp();
    const z = x.exp().retainGrad();
    y.add(z).sum().backward();
    expect(y.grad).toBeNull();
    expect(z.grad?.shape).toEqual([2]);
  });

  it("sums gradients over broadcast dimensions", () => {
    const bias = tensor([1, 2, 3], { requiresGrad: true });
    const x = tensor([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    x.add(bias).sum().backward();
    expect(bias.grad?.shape).toEqual([3]);
  });

  it("refuses requiresGrad on integers and computed tensors", () => {
    expect(() => tensor([1, 2], { dtype: "int32", requiresGrad: true })).toThrow(
      "only floating tensors have gradients",
    );
    const y = tensor([1, 2], { requiresGrad: true }).neg();
    expect(() => (y.requiresGrad = false)).toThrow("only a leaf can be changed");
  });

  it("names the op whose rule gives a wrong shape", () => {
    const twice = customGrad({ name: "twice", forward: ([x]) => x.mul(2), backward: (g) => [g.sum()] });
    const x = tensor([1, 2], { requiresGrad: true });
    expect(() => twice([x], undefined).sum().backward()).toThrow(
      "twice: its gradient rule gave float32 [] for input 0",
    );
  });
});

describe("transforms", () => {
  it("check their arguments", () => {
    expect(() => grad((x: Tensor) => x.mul(2))(tensor([1, 2]))).toThrow("must return a scalar");
    const f = grad((x: unknown) => x as never);
    expect(() => f(3)).toThrow("grad: argument 0 must be a tensor");
  });

  it("keep the structure of arguments", () => {
    const f = (p: { w: Tensor; b: Tensor[] }): Tensor => p.w.mul(p.b[0]).sum();
    const [value, gradient] = valueAndGrad(f)({ w: tensor([1, 2]), b: [tensor([3, 4])] });
    expect(value.shape).toEqual([]);
    expect(gradient.w.shape).toEqual([2]);
    expect(gradient.b[0].shape).toEqual([2]);
    expect(gradient.w.requiresGrad).toBe(false);
  });

  it("give every argument a gradient of its own", () => {
    const f = (a: Tensor, b: Tensor): Tensor => a.add(b).sum();
    const [first, second] = grad(f, { argnums: [0, 1] })(tensor([1, 2]), tensor([3, 4]));
    first.dispose();
    expect(() => second.neg()).not.toThrow();
  });

  it("stay differentiable where an outer graph wants it", () => {
    const w = tensor([2, 3], { requiresGrad: true });
    const g = grad((x: Tensor) => x.mul(x).mul(w).sum())(tensor([1, 2]));
    expect(g.requiresGrad).toBe(true);
    g.sum().backward();
    expect(w.grad?.shape).toEqual([2]);
  });

  it("draw the same random numbers when a checkpoint runs again, and go on behind them", () => {
    const backend = recordingBackend();
    setBackend(backend);
    manualSeed(3);
    const x = tensor([1, 2], { requiresGrad: true });
    const y = checkpoint((t) => dropout(t).exp(), x).sum();
    rand([2]);
    y.backward();
    rand([2]);
    const counters = backend.calls
      .filter((call) => call.name === "random")
      .map((call) => (call.attrs as { counter: readonly number[] }).counter[0]);
    expect(counters).toEqual([0, 1, 0, 2]);
  });

  it("give checkpointed closures their gradients", () => {
    const w = tensor([2, 3], { requiresGrad: true });
    const x = tensor([2, 3], { requiresGrad: true });
    checkpoint((t) => t.mul(w).exp(), x)
      .sum()
      .backward();
    expect(w.grad?.shape).toEqual([2]);
    expect(x.grad?.shape).toEqual([2]);
  });
});
