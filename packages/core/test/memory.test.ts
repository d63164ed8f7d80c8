import { beforeEach, describe, expect, it, vi } from "vitest";
import { DisposedError, keep, leakReport, memoryStats, noGrad, scope, setBackend, tensor, type Tensor } from "../src";
import { recordingBackend, type RecordingBackend } from "./recording-backend";

let backend: RecordingBackend;

beforeEach(() => {
  backend = recordingBackend();
  setBackend(backend);
});

/** Buffers alive besides the cached constants. */
function liveAfter(fn: () => void): number {
  const before = memoryStats().buffers;
  fn();
  return memoryStats().buffers - before;
}

describe("scope", () => {
  it("frees what is not returned", () => {
    const x = tensor([1, 2, 3]);
    const made = liveAfter(() => {
      scope(() => x.mul(x).add(x));
    });
    expect(made).toBe(1);
  });

  it("keeps what is returned in arrays, objects, maps and sets", () => {
    const x = tensor([1, 2, 3]);
    const result = scope(() => ({ a: [x.neg()], b: new Map([["k", x.abs()]]), c: new Set([x.exp()]), d: x.neg() }));
    const made = [result.a[0], result.b.get("k")!, [...result.c][0], result.d];
    for (const t of made) expect(t.disposedBy).toBeUndefined();
  });

  it("takes results that refer to themselves", () => {
    const x = tensor([1, 2]);
    const result = scope(() => {
      const node: { value: Tensor; self?: unknown } = { value: x.neg() };
      node.self = [node];
      return node;
    });
    expect(result.value.disposedBy).toBeUndefined();
  });

  it("hands survivors to the outer scope, which frees them", () => {
    const x = tensor([1, 2]);
    const made = liveAfter(() => {
      scope(() => {
        const inner = scope(() => x.neg());
        expect(inner.disposedBy).toBeUndefined();
      });
    });
    expect(made).toBe(0);
  });

  it("frees everything when the function throws", () => {
    const x = tensor([1, 2]);
    const made = liveAfter(() => {
      expect(() =>
        scope(() => {
          x.neg();
          throw new Error("stop");
        }),
      ).toThrow("stop");
    });
    expect(made).toBe(0);
  });

  it("waits for async functions", async () => {
    const x = tensor([1, 2]);
    let inside: Tensor | undefined;
    const result = await scope(async () => {
      inside = x.neg();
      await inside.data();
      return inside.abs();
    });
    expect(inside!.disposedBy).toBe("the end of its scope()");
    expect(result.disposedBy).toBeUndefined();
  });

  it("leaves kept tensors alone", () => {
    const x = tensor([1, 2]);
    let kept: Tensor | undefined;
    scope(() => {
      kept = keep(x.neg());
    });
    expect(kept!.disposedBy).toBeUndefined();
  });

  it("keeps values that a graph needs although their handles are gone", () => {
    const w = tensor([1, 2], { requiresGrad: true });
    let hidden: Tensor | undefined;
    const loss = scope(() => {
      hidden = w.exp();
      return hidden.mul(hidden).sum();
    });
    expect(() => hidden!.neg()).toThrow(DisposedError);
    loss.backward();
    expect(w.grad?.shape).toEqual([2]);
  });
});

describe("disposal", () => {
  it("is told by using a tensor afterwards", () => {
    const x = tensor([1, 2]).neg();
    x.dispose();
    x.dispose();
    expect(() => x.add(1)).toThrow("add: this tensor (made by neg) was freed by dispose()");
  });

  it("happens at the end of a using block", () => {
    const made = liveAfter(() => {
      using x = tensor([1, 2]);
      expect(x.size).toBe(2);
    });
    expect(made).toBe(0);
  });

  it("does not take views with it", () => {
    const x = tensor([
      [1, 2],
      [3, 4],
    ]);
    const view = x.transpose(0, 1);
    x.dispose();
    expect(() => view.neg()).not.toThrow();
    view.dispose();
    expect(backend.live.size).toBe(1);
  });
});

describe("recorded tensors", () => {
  it("stay readable until the next backward() of the same parameters", async () => {
    const w = tensor([1, 2], { requiresGrad: true });
    const first = w.mul(3);
    const detached = first.detach();
    const loss = first.sum();
    loss.backward();
    await first.data();
    w.mul(3).sum().backward();
    await expect(first.data()).rejects.toThrow("the next backward() of the same parameters");
    await expect(detached.data()).resolves.toBeDefined();
    await expect(loss.item()).resolves.toBe(0);
  });

  it("do not expire by a backward() of other parameters", async () => {
    const w = tensor([1, 2], { requiresGrad: true });
    const other = tensor([1, 2], { requiresGrad: true });
    const y = w.mul(3);
    y.sum().backward();
    other.mul(3).sum().backward();
    await expect(y.data()).resolves.toBeDefined();
  });

  it("keep a plain training loop flat without any scope", () => {
    const w = tensor([1, 2], { requiresGrad: true });
    const step = (): void => {
      const loss = w.mul(3).exp().add(1).log().sum();
      loss.backward();
      noGrad(() => {
        using change = w.grad!.mul(0.1);
        using next = w.sub(change);
        w.assign(next);
      });
      w.grad = null;
      loss.dispose();
    };
    for (let i = 0; i < 5; i++) step();
    const before = memoryStats();
    for (let i = 0; i < 50; i++) step();
    expect(memoryStats()).toEqual(before);
  });
});

describe("assign", () => {
  it("leaves values that a graph saved untouched", () => {
    const w = tensor([1, 2], { requiresGrad: true });
    const y = w.mul(w).sum();
    const saved = w.layout.buffer;
    noGrad(() => w.assign(tensor([5, 6])));
    expect(w.layout.buffer).not.toBe(saved);
    y.backward();
    const product = backend.calls.filter((c) => c.name === "binary").at(-1)!;
    expect(product.inputs.length).toBe(2);
  });

  it("refuses a leaf outside noGrad and a wrong shape", () => {
    const w = tensor([1, 2], { requiresGrad: true });
    expect(() => w.assign(tensor([1, 2]))).toThrow("only inside noGrad");
    expect(() => noGrad(() => w.assign(tensor([1, 2, 3])))).toThrow("assign: expected float32 [2], got float32 [3]");
  });
});

describe("reads", () => {
  it.each([
    ["Node's", setImmediate],
    ["a browser's", undefined],
  ])("give %s event loop its turns", async (_, own) => {
    vi.stubGlobal("setImmediate", own);
    try {
      let turns = 0;
      const timer = setInterval(() => turns++, 1);
      const x = tensor([1]);
      const start = performance.now();
      while (turns < 3 && performance.now() - start < 5000) await x.item();
      clearInterval(timer);
      expect(turns).toBe(3);
    } finally {
      vi.unstubAllGlobals();
    }
  });
});

describe("leakReport", () => {
  it("lists what outlives the function, with op and place", async () => {
    const x = tensor([1, 2]);
    const kept: Tensor[] = [];
    const leaks = await leakReport(() => {
      scope(() => {
        x.exp();
      });
      kept.push(x.neg());
    });
    expect(leaks.map(({ op, dtype, bytes }) => ({ op, dtype, bytes }))).toEqual([
      { op: "neg", dtype: "float32", bytes: 8 },
    ]);
    expect(leaks[0].stack).toContain("memory.test.ts");
  });
});
