import { cpu } from "@nn/backend-cpu";
import {
  add,
  grad,
  memoryStats,
  mul,
  noGrad,
  ones,
  scope,
  setBackend,
  square,
  sum,
  tensor as t,
  type Tensor,
} from "@nn/core";
import { beforeEach, describe, expect, it } from "vitest";
import { Bilinear, Identity, Linear, LSTM, Module, ReLU, Sequential, type Gradients } from "../src";

beforeEach(() => setBackend(cpu()));

const values = (x: Tensor | null | undefined): number[] => [...x!.dataSync()];

class Double extends Module {
  forward(x: Tensor): Tensor {
    return mul(x, 2);
  }
}

/** x² · y, and y. */
class Pair extends Module {
  forward(x: Tensor, _name: string, y: Tensor): [Tensor, { y: Tensor }] {
    return [mul(square(x), y), { y: mul(y, 1) }];
  }
}

const leaf = (...data: number[]): Tensor => t(data, { requiresGrad: true });

describe("backward hooks", () => {
  it("see the gradients of arguments and outputs", () => {
    const pair = new Pair();
    const seen: [string, ...(number[] | null)[]][] = [];
    const plain = (gradients: Gradients): (number[] | null)[] => gradients.map((g) => g && values(g));
    pair.registerFullBackwardPreHook((_, gradOutput) => void seen.push(["before", ...plain(gradOutput)]));
    pair.registerFullBackwardHook((module, gradInput, gradOutput) => {
      expect(module).toBe(pair);
      seen.push(["in", ...plain(gradInput)], ["out", ...plain(gradOutput)]);
    });
    const [x, y] = [leaf(3), leaf(5)];
    const [z, { y: same }] = pair.forward(x, "name", y);
    sum(add(z, mul(same, 7))).backward();
    expect(seen).toEqual([
      ["before", [1], [7]],
      ["in", [30], null, [16]],
      ["out", [1], [7]],
    ]);
    expect([values(x.grad), values(y.grad)]).toEqual([[30], [16]]);
    seen.length = 0;
    // The second output takes no part.
    sum(pair.forward(x, "name", y)[0]).backward();
    expect(seen).toEqual([
      ["before", [1], null],
      ["in", [30], null, [9]],
      ["out", [1], null],
    ]);
  });

  it("replace gradients", () => {
    const double = new Double();
    double.registerFullBackwardPreHook((_, [g]) => [mul(g!, 10)]);
    double.registerFullBackwardPreHook((_, [g]) => add(g!, 1));
    double.registerFullBackwardHook((_, [g], [out]) => [add(g!, out!)]);
    double.registerFullBackwardHook((_, [g]) => mul(g!, 100));
    const x = leaf(3);
    sum(double.forward(x)).backward();
    // 2 · (10 + 1) + (10 + 1)
    expect(values(x.grad)).toEqual([3300]);
  });

  it("may give what they were given, and tensors of their own, which live on", () => {
    const double = new Double();
    const own = t([7]);
    const [first, second] = [leaf(3), leaf(3)];
    const hook = double.registerFullBackwardHook((_module, _gradInput, gradOutput) => gradOutput);
    sum(double.forward(first)).backward();
    hook.remove();
    double.registerFullBackwardHook(() => [own]);
    double.registerFullBackwardPreHook((_, gradOutput) => gradOutput);
    sum(double.forward(second)).backward();
    sum(double.forward(second)).backward();
    expect([values(first.grad), values(second.grad), values(own)]).toEqual([[1], [14], [7]]);
  });

  it("stop gradients with null", () => {
    const bilinear = new Bilinear(1, 1, 1);
    bilinear.registerFullBackwardHook((_, [a]) => [a, null]);
    const [x, y] = [t([[3]], { requiresGrad: true }), t([[5]], { requiresGrad: true })];
    sum(bilinear.forward(x, y)).backward();
    expect([x.grad === null, y.grad === null]).toEqual([false, true]);
  });

  it("run for modules whose input needs no gradient", () => {
    const linear = new Linear(2, 1);
    const seen: unknown[] = [];
    const hook = linear.registerFullBackwardHook((_, gradInput, gradOutput) => {
      seen.push(gradInput, gradOutput.map(values));
    });
    sum(linear.forward(ones([3, 2]))).backward();
    expect(seen).toEqual([[null], [[1, 1, 1]]]);
    expect(values(linear.weight.grad)).toEqual([3, 3]);
    hook.remove();
    linear.registerFullBackwardHook(() => [ones([3, 2])]);
    expect(() => sum(linear.forward(ones([3, 2]))).backward()).toThrow(
      "registerFullBackwardHook: the hook of Linear gave float32 [3,2]; " +
        "a hook gives null at 0, where no gradient arrives, to replace it",
    );
  });

  it("run at each backward pass, in the order of the layers, and not without a graph", () => {
    const seen: string[] = [];
    const model = new Sequential(new Double(), new Identity(), new Double());
    for (const [name, module] of model.namedModules()) module.registerFullBackwardHook(() => void seen.push(name));
    const x = leaf(3);
    const loss = sum(model.forward(x));
    loss.backward({ retainGraph: true });
    loss.backward();
    expect(seen).toEqual(["2", "1", "0", "", "2", "1", "0", ""]);
    expect(values(x.grad)).toEqual([8]);
    noGrad(() => model.forward(x));
    model.forward(t([1]));
    expect(seen.length).toBe(8);
  });

  it("take outputs that refer to themselves", () => {
    class Cyclic extends Module {
      forward(x: Tensor): { y: Tensor; self?: unknown } {
        const output: { y: Tensor; self?: unknown } = { y: mul(x, 2) };
        output.self = output;
        return output;
      }
    }
    const cyclic = new Cyclic();
    cyclic.registerFullBackwardHook((_, [g]) => mul(g!, 5));
    const x = leaf(1);
    const output = cyclic.forward(x);
    expect(output.self).toBe(output);
    sum(output.y).backward();
    expect(values(x.grad)).toEqual([10]);
    expect(cyclic.summary({ inputs: [x] })).toContain("[1]");
  });

  it("see what recurrent layers give, in order", () => {
    const lstm = new LSTM(2, 3);
    let shapes: unknown;
    lstm.registerFullBackwardHook((_, gradInput, gradOutput) => {
      shapes = [gradInput, gradOutput].map((gradients) => gradients.map((g) => g && g.shape));
    });
    const x = t([[1, 2]], { requiresGrad: true });
    const [output, [hidden, cell]] = lstm.forward(x);
    add(sum(output), add(sum(hidden), sum(cell))).backward();
    expect(shapes).toEqual([[[1, 2]], [[1, 3], [1, 3], [1, 3]]]); // oxfmt-ignore
  });

  it("keep second derivatives, their own included", () => {
    const cube = new (class extends Module {
      forward(x: Tensor): Tensor {
        return mul(x, square(x));
      }
    })();
    const f = (x: Tensor): Tensor => sum(cube.forward(x));
    const second = grad((x: Tensor) => sum(grad(f)(x)));
    expect(values(second(t([2])))).toEqual([12]);
    let calls = 0;
    cube.registerFullBackwardHook(() => void calls++);
    cube.registerFullBackwardPreHook(() => void calls++);
    expect(values(second(t([2])))).toEqual([12]);
    expect(calls).toBeGreaterThanOrEqual(2);
    cube.registerFullBackwardHook((_, [g]) => [square(g!)]);
    // (3x²)² = 9x⁴, whose derivative is 36x³.
    expect(values(second(t([2])))).toEqual([288]);
    const x = leaf(2);
    f(x).backward({ createGraph: true });
    expect(values(x.grad)).toEqual([144]);
    sum(x.grad!).backward();
    expect(values(x.grad)).toEqual([144 + 288]);
  });

  it("throw into the caller", () => {
    const double = new Double();
    const x = leaf(3);
    const hook = double.registerFullBackwardHook(() => {
      throw new RangeError("no");
    });
    expect(() => sum(double.forward(x)).backward()).toThrow(RangeError);
    hook.remove();
    sum(double.forward(x)).backward();
    expect(values(x.grad)).toEqual([2]);
  });

  it("that give something wrong are told", () => {
    const wrong = (give: unknown, pre = false): (() => void) => {
      const double = new Double();
      if (pre) double.registerFullBackwardPreHook(() => give as never);
      else double.registerFullBackwardHook(() => give as never);
      return () => sum(double.forward(leaf(1))).backward();
    };
    const told = "registerFullBackwardHook: the hook of Double gave";
    expect(wrong(3)).toThrow(`${told} a number; a hook gives an array of 1 gradients to replace it, or undefined`);
    expect(wrong([])).toThrow(`${told} an array of 0; a hook gives an array of 1 gradients`);
    expect(wrong([undefined])).toThrow(`${told} undefined; a hook gives a tensor or null at 0`);
    expect(wrong([ones([2])])).toThrow(`${told} float32 [2]; a hook gives float32 [1] at 0`);
    expect(wrong([t([1], { dtype: "int32" })])).toThrow(`${told} int32 [1]; a hook gives float32 [1] at 0`);
    expect(wrong(Promise.resolve(), true)).toThrow(
      "registerFullBackwardPreHook: the hook of Double gave a promise; a hook gives an array of 1 gradients",
    );
    const freed = t([1]);
    freed.dispose();
    expect(wrong([freed])).toThrow("was freed by dispose()");
  });

  it("leave no memory behind", () => {
    const model = new Sequential(new Linear(2, 3), new ReLU(), new Linear(3, 2));
    for (const module of model.modules()) {
      module.registerFullBackwardHook((_, gradInput) => gradInput.map((g) => g && mul(g, 2)));
      module.registerFullBackwardPreHook((_, gradOutput) => gradOutput.map((g) => g && mul(g, 2)));
    }
    const x = t([[1, 2]], { requiresGrad: true });
    const step = (): void => {
      scope(() => sum(model.forward(x)).backward());
      model.zeroGrad();
      x.grad = null;
    };
    step();
    step();
    const before = memoryStats().buffers;
    for (let i = 0; i < 5; i++) step();
    expect(memoryStats().buffers).toBe(before);
  });
});
