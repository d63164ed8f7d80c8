import { cpu } from "@nn/backend-cpu";
import { memoryStats, mul, noGrad, setBackend, sum, Tensor, tensor, transpose, zeros } from "@nn/core";
import { beforeEach, describe, expect, it } from "vitest";
import { optimizers, stateful } from "./optimizers";
import { distance, flat, makeLayers, train } from "./problem";

beforeEach(() => setBackend(cpu()));

describe.each(stateful)("%s", (name, options, perParameter) => {
  const make = (params: Iterable<Tensor>): InstanceType<(typeof optimizers)[string]> =>
    new optimizers[name](params, options);

  it("descends", async () => {
    const problem = makeLayers();
    const optimizer = make(problem.params);
    const before = await problem.loss().item();
    for (let i = 0; i < 20; i++) train(problem, optimizer);
    expect(await problem.loss().item()).toBeLessThan(before);
  });

  it("takes several backward() as one gradient", async () => {
    const [once, parts] = [makeLayers("float64"), makeLayers("float64")];
    const [first, second] = [make(once.params), make(parts.params)];
    for (let i = 0; i < 3; i++) {
      train({ params: once.params, loss: () => mul(once.loss(), 3) }, first);
      for (let k = 0; k < 2; k++) parts.loss().backward();
      train(parts, second);
    }
    expect(distance(await flat(parts.params), await flat(once.params))).toBeLessThan(1e-12);
  });

  it("leaves values alone that were taken before", async () => {
    const problem = makeLayers();
    const optimizer = make(problem.params);
    train(problem, optimizer);
    const before = problem.params.map((param) => param.detach());
    const moments = Object.values(optimizer.stateDict().state).flatMap((own) =>
      Object.values(own).filter((value) => value instanceof Tensor),
    );
    const [values, ofMoments] = [await flat(before), await flat(moments)];
    expect(moments.length).toBe(perParameter * problem.params.length);
    train(problem, optimizer);
    expect(await flat(before)).toEqual(values);
    expect(await flat(moments)).toEqual(ofMoments);
    expect(await flat(problem.params)).not.toEqual(values);
  });

  it("takes matrices without elements and gradients that are 0 or strided", () => {
    const empty = zeros([0, 3], { requiresGrad: true });
    const still = zeros([3, 2], { requiresGrad: true });
    const [row, turned] = [tensor([[1, 2, 3]]), tensor([[1], [2]])];
    const [a, b] = [row, row].map((value) => noGrad(() => mul(value, 1)));
    a.requiresGrad = true;
    b.requiresGrad = true;
    const optimizer = make([empty, still, a]);
    const other = make([b]);
    for (let i = 0; i < 2; i++) {
      sum(empty)
        .add(sum(mul(still, 0)))
        .backward();
      sum(mul(transpose(a, 0, 1), sum(turned))).backward();
      sum(mul(b, 3)).backward();
      optimizer.step();
      other.step();
      optimizer.zeroGrad();
      other.zeroGrad();
    }
    expect([...still.dataSync()]).toEqual([0, 0, 0, 0, 0, 0]);
    expect([...a.dataSync()]).toEqual([...b.dataSync()]);
    expect([...a.dataSync()]).not.toEqual([1, 2, 3]);
  });

  it("holds nothing but its state", () => {
    const problem = makeLayers();
    const optimizer = make(problem.params);
    const made: { buffers: number; bytes: number }[] = [];
    for (let i = 0; i < 20; i++) {
      const loss = problem.loss();
      loss.backward();
      loss.dispose();
      const before = memoryStats();
      optimizer.step();
      const { buffers, bytes } = memoryStats();
      made.push({ buffers: buffers - before.buffers, bytes: bytes - before.bytes });
      optimizer.zeroGrad();
    }
    // The library keeps the numbers that ops use as scalars of 4 bytes, for all tensors alike.
    const states = perParameter * problem.params.length;
    const scalars = made[0].buffers - states;
    expect(scalars).toBeLessThan(10);
    expect(made[0].bytes).toBe(perParameter * 4 * (12 + 8) + 4 * scalars);
    expect(made.slice(1)).toEqual(made.slice(1).map(() => ({ buffers: 0, bytes: 0 })));
  });
});
