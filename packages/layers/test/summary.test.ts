import { cpu } from "@nn/backend-cpu";
import { add, defaultGenerator, dropout, memoryStats, mul, ones, rand, setBackend, zeros, type Tensor } from "@nn/core";
import { beforeEach, describe, expect, it } from "vitest";
import {
  BatchNorm2d, Bilinear, Conv1d, Conv2d, ConvTranspose2d, Dropout, Embedding, Flatten, GRUCell, Linear, LSTM, MaxPool2d,
  Module, MultiheadAttention, ReLU, Sequential,
} from "../src"; // oxfmt-ignore

beforeEach(() => setBackend(cpu()));

const makeNet = (): Sequential =>
  new Sequential(
    new Conv2d(1, 8, 3, { padding: 1 }),
    new BatchNorm2d(8),
    new ReLU(),
    new MaxPool2d(2),
    new Flatten(),
    new Dropout(),
    new Linear(1568, 10),
  );

/** The multiply-adds of all layers together. */
const multiplyAdds = (module: Module, ...inputs: Tensor[]): number =>
  Number(/multiply-adds {2}([\d,]+)$/m.exec(module.summary({ inputs }))![1].replaceAll(",", ""));

describe("summary", () => {
  it("lists layers and their parameters", () => {
    const model = makeNet();
    model.at(0).requiresGrad_(false);
    expect(model.summary()).toBe(
      [
        "name    layer        parameters",
        "------  -----------  ----------",
        "(root)  Sequential            0",
        "0       Conv2d               80",
        "1       BatchNorm2d          16",
        "2       ReLU                  0",
        "3       MaxPool2d             0",
        "4       Flatten               0",
        "5       Dropout               0",
        "6       Linear           15,690",
        "",
        "parameters     15,786 (15,706 trainable, 80 frozen)",
        "memory         123.1 KB (parameters 61.7 KB, buffers 68 B, gradients 61.4 KB)",
      ].join("\n"),
    );
  });

  it("with an input lists what a forward takes", () => {
    expect(makeNet().summary({ inputShape: [1, 1, 28, 28] })).toBe(
      [
        "name    layer        output shape  parameters  multiply-adds  activations",
        "------  -----------  ------------  ----------  -------------  -----------",
        "(root)  Sequential   [1,10]                 0              0          0 B",
        "0       Conv2d       [1,8,28,28]           80         56,448      24.5 KB",
        "1       BatchNorm2d  [1,8,28,28]           16              0      24.5 KB",
        "2       ReLU         [1,8,28,28]            0              0      24.5 KB",
        "3       MaxPool2d    [1,8,14,14]            0              0       6.1 KB",
        "4       Flatten      [1,1568]               0              0          0 B",
        "5       Dropout      [1,1568]               0              0          0 B",
        "6       Linear       [1,10]            15,690         15,680         40 B",
        "",
        "parameters     15,786 (15,786 trainable, 0 frozen)",
        "multiply-adds  72,128",
        "memory         203.1 KB (parameters 61.7 KB, buffers 68 B, gradients 61.7 KB, activations 79.7 KB)",
      ].join("\n"),
    );
  });

  it("counts shared parameters once, and every call's multiply-adds", () => {
    const shared = new Linear(4, 4);
    const text = new Sequential(shared, new ReLU(), shared).summary({ inputShape: [3, 4] });
    expect(text).toContain("0       Linear      [3,4] x2              20             96         96 B");
    expect(text).toMatch(/^parameters {5}20 \(/m);
    expect(text).toMatch(/^multiply-adds {2}96$/m);
    expect(text.match(/Linear/g)).toHaveLength(1);
  });

  it("takes several inputs, of any kind", () => {
    const bilinear = new Bilinear(3, 4, 2);
    expect(bilinear.summary({ inputShape: [[5, 3], [5, 4]] })).toContain("Bilinear  [5,2]"); // oxfmt-ignore
    expect(new LSTM(3, 4).summary({ inputShape: [6, 2, 3] })).toContain("LSTM   [6,2,4], [1,2,4], [1,2,4]");
    const words = zeros([7], { dtype: "int32" });
    expect(new Embedding(5, 6).summary({ inputs: [words] })).toContain("[7,6]");
    expect(new Linear(2, 3).to("float64").summary({ inputShape: [1, 2] })).toContain("24 B");
  });

  it("knows the multiply-adds of every kind of layer", () => {
    expect(multiplyAdds(new Linear(3, 4), ones([5, 3]))).toBe(5 * 3 * 4);
    expect(multiplyAdds(new Bilinear(3, 4, 2), ones([5, 3]), ones([5, 4]))).toBe(5 * 2 * (3 * 4 + 4));
    expect(multiplyAdds(new Conv1d(4, 6, 3, { groups: 2 }), ones([2, 4, 8]))).toBe(2 * 6 * 6 * 2 * 3);
    expect(multiplyAdds(new Conv2d(2, 3, [3, 2], { stride: 2 }), ones([1, 2, 7, 6]))).toBe(3 * 3 * 3 * 2 * 6);
    expect(multiplyAdds(new ConvTranspose2d(2, 3, 3, { stride: 2 }), ones([1, 2, 4, 4]))).toBe(2 * 16 * 3 * 9);
    const lstm = new LSTM(3, 4, { numLayers: 2, bidirectional: true });
    expect(multiplyAdds(lstm, ones([5, 2, 3]))).toBe(10 * 2 * 16 * (3 + 4 + 8 + 4));
    expect(multiplyAdds(new GRUCell(3, 4), ones([2, 3]))).toBe(2 * 12 * 7);
    expect(multiplyAdds(new Embedding(5, 6), zeros([7], { dtype: "int32" }))).toBe(0);
    const [q, k, v] = [ones([4, 2, 6]), ones([5, 2, 3]), ones([5, 2, 3])];
    const attention = new MultiheadAttention(6, 2, { kdim: 3, vdim: 3 });
    expect(multiplyAdds(attention, q, k, v)).toBe(8 * 6 * 6 + 2 * (10 * 3 * 6) + 2 * (2 * 4 * 5 * 6) + 8 * 6 * 6);
  });
});

describe("after a summary", () => {
  class Noisy extends Module {
    readonly count = this.registerBuffer("count", zeros([]));
    readonly inner = new Dropout();

    forward(x: Tensor): Tensor {
      this.count.assign(add(this.count, 1));
      return dropout(mul(this.inner.forward(x), rand([2])));
    }
  }

  it("modes, buffers, random numbers, hooks and memory are as before", () => {
    const noisy = new Noisy();
    const model = new Sequential(noisy, new Linear(2, 2));
    noisy.inner.eval();
    model.summary({ inputShape: [1, 2] });
    const random = defaultGenerator().state();
    const state = Object.values(model.stateDict()).map((value) => [...value.dataSync()]);
    const before = memoryStats();
    for (let i = 0; i < 3; i++) {
      model.summary({ inputShape: [1, 2] });
      expect(() => model.summary({ inputShape: [1, 3] })).toThrow("summary");
    }
    expect([memoryStats().buffers, memoryStats().bytes]).toEqual([before.buffers, before.bytes]);
    expect(defaultGenerator().state()).toEqual(random);
    expect(Object.values(model.stateDict()).map((value) => [...value.dataSync()])).toEqual(state);
    expect(model.modules().map(({ training }) => training)).toEqual([true, true, false, true]);
  });

  it("running statistics are as before", () => {
    const norm = new BatchNorm2d(2);
    const [mean, count] = [norm.runningMean!.dataSync(), norm.numBatchesTracked!.dataSync()];
    norm.summary({ inputs: [ones([1, 2, 3, 3])] });
    expect([norm.runningMean!.dataSync(), norm.numBatchesTracked!.dataSync()]).toEqual([mean, count]);
  });
});

describe("a summary refuses", () => {
  class Later extends Module {
    readonly linear = new Linear(2, 2);

    async forward(x: Tensor): Promise<Tensor> {
      await x.data();
      return this.linear.forward(x);
    }
  }

  it("inputs that a layer cannot take, and names that layer", () => {
    const model = new Sequential({ first: new Linear(3, 4), second: new Sequential(new ReLU(), new Linear(5, 6)) });
    expect(() => model.summary({ inputShape: [2, 3] })).toThrow(
      "summary: second.1 (Linear) cannot take this input: linear: the last dimension of x [2,4] must have size 5",
    );
    expect(() => new Linear(3, 4).summary({ inputShape: [2] })).toThrow("summary: (root) (Linear) cannot take");
  });

  it("options that are none", () => {
    const model = new Linear(3, 4);
    const wanted = "summary: inputShape must be a shape such as [1, 3, 32, 32], or an array of shapes";
    for (const inputShape of [3, null, "3", ["a"], [[1], 2], { 0: 1 }]) {
      expect(() => model.summary({ inputShape } as never)).toThrow(wanted);
    }
    expect(() => model.summary({ inputShape: [-1, 3] })).toThrow("non-negative integers");
    expect(() => model.summary({ inputShape: [1, 3], inputs: [ones([1, 3])] })).toThrow("summary: inputs must be");
    expect(() => model.summary({ inputs: ones([1, 3]) } as never)).toThrow("summary: inputs must be an array");
  });

  it("async modules", async () => {
    const later = new Later();
    expect(() => later.summary({ inputShape: [1, 2] })).toThrow("summary: the forward of Later is async");
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(later.modules().every(({ training }) => training)).toBe(true);
    expect((await later.forward(ones([1, 2]))).requiresGrad).toBe(true);
  });
});
