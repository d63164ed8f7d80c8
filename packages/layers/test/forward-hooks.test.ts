import { cpu } from "@nn/backend-cpu";
import { add, memoryStats, mul, noGrad, setBackend, square, sum, tensor as t, type Tensor } from "@nn/core";
import { beforeEach, describe, expect, it } from "vitest";
import { Module, ReLU, Sequential } from "../src";

beforeEach(() => setBackend(cpu()));

const values = (x: Tensor | null | undefined): number[] => [...x!.dataSync()];

class Double extends Module {
  forward(x: Tensor): Tensor {
    return mul(x, 2);
  }
}

class Later extends Module {
  async forward(x: Tensor): Promise<Tensor> {
    await x.data();
    return mul(x, 2);
  }
}

const leaf = (...data: number[]): Tensor => t(data, { requiresGrad: true });

describe("forward hooks", () => {
  it("see inputs and outputs, in order, until they are removed", () => {
    const seen: string[] = [];
    const model = new Sequential(new Double(), new ReLU());
    const note =
      (name: string) =>
      (module: Module, inputs: readonly Tensor[], output?: Tensor): void => {
        seen.push(`${name} ${module.constructor.name} ${values(inputs[0])} ${output ? values(output) : ""}`.trim());
      };
    const handles = [
      model.at(0).registerForwardHook(note("b")),
      model.at(0).registerForwardHook(note("c")),
      model.at(0).registerForwardHook(note("a"), { prepend: true }),
      model.at(0).registerForwardPreHook(note("pre")),
      model.registerForwardHook(note("outer")),
    ];
    expect(values(model.forward(t([3])))).toEqual([6]);
    expect(seen).toEqual(["pre Double 3", "a Double 3 6", "b Double 3 6", "c Double 3 6", "outer Sequential 3 6"]);
    for (const handle of handles) handle.remove();
    handles[0].remove();
    model.forward(t([3]));
    expect(seen.length).toBe(5);
  });

  it("replace inputs and outputs", () => {
    const double = new Double();
    double.registerForwardPreHook((_, [x]) => [add(x, 1)]);
    double.registerForwardPreHook((_, [x]) => mul(x, 10));
    double.registerForwardHook((_, [x], y) => add(x, y));
    double.registerForwardHook((_module, _inputs, y) => mul(y, -1));
    expect(values(double.forward(t([3])))).toEqual([-120]);
  });

  it("are removed by `using`, and may remove themselves", () => {
    const double = new Double();
    let calls = 0;
    {
      using handle = double.registerForwardHook(() => void calls++);
      expect(typeof handle.remove).toBe("function");
      double.forward(t([1]));
    }
    const once = double.registerForwardHook(() => {
      calls += 10;
      once.remove();
    });
    double.registerForwardHook(() => void (calls += 100));
    double.forward(t([1]));
    double.forward(t([1]));
    expect(calls).toBe(211);
  });

  it("run after an async forward", async () => {
    const later = new Later();
    later.registerForwardHook((_, [x], y) => add(x, y));
    expect(values(await later.forward(t([3])))).toEqual([9]);
    later.registerForwardHook(() => {
      throw new RangeError("no");
    });
    await expect(later.forward(t([3]))).rejects.toThrow(RangeError);
  });

  it("are part of the graph, and of what is freed when forward ends", () => {
    const double = new Double();
    let inside: Tensor | undefined;
    double.registerForwardHook((_module, _inputs, y) => {
      inside = add(y, 1);
      return square(y);
    });
    const x = leaf(3);
    sum(double.forward(x)).backward();
    expect(values(x.grad)).toEqual([24]);
    expect(() => inside!.dataSync()).toThrow("was freed by the end of Double.forward");
    const before = memoryStats().buffers;
    const y = noGrad(() => double.forward(x));
    expect(memoryStats().buffers - before).toBe(1);
    y.dispose();
  });

  it("throw into the caller, and leave the scopes closed", () => {
    const double = new Double();
    const hook = double.registerForwardHook(() => {
      throw new RangeError("no");
    });
    const x = t([3]);
    // Core keeps one buffer per number that ops were given.
    expect(() => double.forward(x)).toThrow(RangeError);
    const before = memoryStats().buffers;
    expect(() => double.forward(x)).toThrow(RangeError);
    expect(memoryStats().buffers).toBe(before);
    hook.remove();
    expect(values(double.forward(x))).toEqual([6]);
  });

  it("that give something wrong are told", () => {
    const wrong = (give: unknown, pre = false): (() => unknown) => {
      const double = new Double();
      if (pre) double.registerForwardPreHook((() => give) as never);
      else double.registerForwardHook((() => give) as never);
      return () => double.forward(t([1]));
    };
    expect(wrong(3)).toThrow(
      "registerForwardHook: the hook of Double gave a number; " +
        "a hook gives a tensor, as forward does, to replace it, or undefined to keep it",
    );
    expect(wrong(null)).toThrow("gave null;");
    expect(wrong(Promise.resolve())).toThrow("gave a promise;");
    expect(wrong([t([1])])).toThrow("gave an array of 1;");
    expect(wrong(new Set())).toThrow("gave an object;");
    expect(wrong(3, true)).toThrow(
      "registerForwardPreHook: the hook of Double gave a number; a hook gives an array of forward's arguments",
    );
  });
});
