import {
  ArgumentError,
  type DType,
  DTypeError,
  ShapeError,
  memoryStats,
  scope,
  setBackend,
  tensor,
  type Tensor,
} from "@nn/core";
import { cpu } from "@nn/backend-cpu";
import fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DataLoader, type DataLoaderOptions, TensorDataset } from "../../src/index";

beforeAll(() => setBackend(cpu()));

/** Sample `i` is the row [10 i, 10 i + 1] with label i. */
function counting(count: number) {
  const x = Float32Array.from({ length: 2 * count }, (_, i) => 10 * (i >> 1) + (i & 1));
  const y = Uint8Array.from({ length: count }, (_, i) => i);
  return new TensorDataset({ data: x, shape: [count, 2] }, { data: y, shape: [count], dtype: "int32" });
}

async function read(t: Tensor) {
  return { data: Array.from(await t.data()), shape: [...t.shape], dtype: t.dtype };
}

/** The labels of each batch of one epoch. */
async function epoch(loader: AsyncIterable<readonly Tensor[]>): Promise<number[][]> {
  const batches: number[][] = [];
  for await (const batch of loader) batches.push(Array.from(await batch[batch.length - 1].data()));
  return batches;
}

describe("DataLoader", () => {
  it("cuts batches in order, the last one smaller", async () => {
    const loader = new DataLoader(counting(5), { batchSize: 2 });
    const batches = [];
    for await (const [x, y] of loader) batches.push([await read(x), await read(y)]);
    expect(batches).toEqual([
      [{ data: [0, 1, 10, 11], shape: [2, 2], dtype: "float32" }, { data: [0, 1], shape: [2], dtype: "int32" }],
      [{ data: [20, 21, 30, 31], shape: [2, 2], dtype: "float32" }, { data: [2, 3], shape: [2], dtype: "int32" }],
      [{ data: [40, 41], shape: [1, 2], dtype: "float32" }, { data: [4], shape: [1], dtype: "int32" }],
    ]); // oxfmt-ignore
    expect(loader.length).toBe(3);
  });

  it("leaves the smaller one out with dropLast", async () => {
    const loader = new DataLoader(counting(5), { batchSize: 2, dropLast: true });
    expect(await epoch(loader)).toEqual([[0, 1], [2, 3]]); // oxfmt-ignore
    expect(loader.length).toBe(2);
  });

  it("keeps the only batch with dropLast when it is full", async () => {
    expect(await epoch(new DataLoader(counting(3), { batchSize: 3, dropLast: true }))).toEqual([[0, 1, 2]]);
  });

  it("takes a single source", async () => {
    const dataset = new TensorDataset({ data: Int32Array.of(5, 6, 7), shape: [3] });
    expect(dataset.length).toBe(3);
    expect(await epoch(new DataLoader(dataset, { batchSize: 2 }))).toEqual([[5, 6], [7]]);
  });

  it("gives one sample per batch unless told otherwise", async () => {
    expect(await epoch(new DataLoader(counting(3)))).toEqual([[0], [1], [2]]);
  });

  it("gives one smaller batch when a batch takes more than there is", async () => {
    expect(await epoch(new DataLoader(counting(3), { batchSize: 100 }))).toEqual([[0, 1, 2]]);
  });

  it("takes tensors, of any dtype and number", async () => {
    const dataset = new TensorDataset(
      tensor(Float64Array.of(1, 2, 3, 4), { shape: [2, 1, 2] }),
      tensor([true, false]),
      tensor(Int32Array.of(7, 8)),
    );
    for await (const [a, b, c] of new DataLoader(dataset, { batchSize: 2 })) {
      expect(await read(a)).toEqual({ data: [1, 2, 3, 4], shape: [2, 1, 2], dtype: "float64" });
      expect(await read(b)).toEqual({ data: [1, 0], shape: [2], dtype: "bool" });
      expect(await read(c)).toEqual({ data: [7, 8], shape: [2], dtype: "int32" });
    }
    expect.assertions(3);
  });

  it("keeps rows of every size together when it shuffles", async () => {
    const arrays = fc.record({ count: fc.integer({ min: 1, max: 20 }), size: fc.nat(40), seed: fc.maxSafeNat() });
    await fc.assert(
      fc.asyncProperty(arrays, fc.integer({ min: 1, max: 25 }), async ({ count, size, seed }, batchSize) => {
        const data = Int32Array.from({ length: count * size }, (_, i) => i);
        const labels = Int32Array.from({ length: count }, (_, i) => i);
        const dataset = new TensorDataset({ data, shape: [count, size] }, { data: labels, shape: [count] });
        const seen: number[] = [];
        for await (const [x, y] of new DataLoader(dataset, { batchSize, shuffle: true, seed })) {
          const order = Array.from(await y.data());
          const rows = order.flatMap((label) => Array.from({ length: size }, (_, i) => label * size + i));
          expect(Array.from(await x.data())).toEqual(rows);
          seen.push(...order);
        }
        expect(seen.sort((a, b) => a - b)).toEqual([...labels]);
      }),
      { numRuns: 50 },
    );
  });
});

describe("shuffling", () => {
  const loader = (options: DataLoaderOptions = {}) =>
    new DataLoader(counting(12), { batchSize: 12, shuffle: true, seed: 3, ...options });

  it("gives this order in epoch 4 of seed 3", async () => {
    const at4 = loader();
    at4.epoch = 4;
    expect(await epoch(at4)).toEqual([[0, 7, 8, 10, 6, 4, 9, 11, 1, 3, 5, 2]]);
    expect(at4.epoch).toBe(5);
  });

  it("depends on the seed and the epoch alone", async () => {
    const one = loader();
    const two = loader();
    const first = await epoch(one);
    const second = await epoch(one);
    expect(await epoch(two)).toEqual(first);
    expect(await epoch(two)).toEqual(second);
    expect(second).not.toEqual(first);
    expect(await epoch(loader({ seed: 4 }))).not.toEqual(first);
    const resumed = loader();
    resumed.epoch = 1;
    expect(await epoch(resumed)).toEqual(second);
  });

  it("counts an epoch that a loop left early", async () => {
    const left = loader({ batchSize: 1 });
    for await (const _ of left) break;
    expect(left.epoch).toBe(1);
    expect((await epoch(left)).flat()).toEqual((await epoch(Object.assign(loader(), { epoch: 1 }))).flat());
  });
});

describe("memory", () => {
  // A backend for each: what other tests left to the collector may go at any time.
  beforeEach(() => setBackend(cpu()));

  it("holds one batch at a time", async () => {
    const loader = new DataLoader(counting(100), { batchSize: 10, shuffle: true });
    const before = memoryStats().buffers;
    const alive: number[] = [];
    const batches: Tensor[] = [];
    for await (const [x, y] of loader) {
      alive.push(memoryStats().buffers - before);
      batches.push(x, y);
    }
    expect(alive).toEqual(Array.from({ length: 10 }, () => 2));
    expect(memoryStats().buffers).toBe(before);
    await expect(batches[0].data()).rejects.toThrow(/freed|disposed/);
  });

  it.each([
    ["break", false],
    ["an error", true],
  ])("is freed when %s ends the loop, with batches ahead", async (_, fails) => {
    const loader = new DataLoader(counting(10), { batchSize: 2, prefetch: 2 });
    const before = memoryStats().buffers;
    const kept: Tensor[] = [];
    const loop = async () => {
      for await (const [x] of loader) {
        kept.push(x, x.detach());
        if (fails) throw new RangeError("stop");
        break;
      }
    };
    if (fails) await expect(loop()).rejects.toThrow(RangeError);
    else await loop();
    await expect(kept[0].data()).rejects.toThrow(/freed/);
    expect(Array.from(await kept[1].data())).toEqual([0, 1, 10, 11]);
    kept[1].dispose();
    expect(memoryStats().buffers).toBe(before);
  });

  it("is the loader's own, whatever scope the loop asks from", async () => {
    const batches = new DataLoader(counting(4), { batchSize: 2 })[Symbol.asyncIterator]();
    const before = memoryStats().buffers;
    const { value } = await scope(() => batches.next());
    const x = (value as Tensor[])[0];
    await scope(async () => expect(Array.from(await x.data())).toEqual([0, 1, 10, 11]));
    expect(Array.from(await x.data())).toEqual([0, 1, 10, 11]);
    await batches.return();
    expect(memoryStats().buffers).toBe(before);
  });
});

describe("what is refused", () => {
  const loader = (count: number, options: DataLoaderOptions) => () => new DataLoader(counting(count), options);
  it.each<[string, () => unknown, new () => Error, RegExp]>([
    ["an empty dataset", loader(0, {}), ArgumentError, /^DataLoader: the dataset is empty/],
    ["batchSize 0", loader(3, { batchSize: 0 }), ArgumentError, /batchSize must be an integer of at least 1, got 0/],
    ["batchSize -1", loader(3, { batchSize: -1 }), ArgumentError, /batchSize must be an integer of at least 1, got -1/],
    ["batchSize 1.5", loader(3, { batchSize: 1.5 }), ArgumentError, /batchSize must be an integer.*got 1\.5/],
    ["batchSize NaN", loader(3, { batchSize: NaN }), ArgumentError, /batchSize must be an integer.*got NaN/],
    ["seed -1", loader(3, { seed: -1 }), ArgumentError, /seed must be a non-negative integer.*got -1/],
    ["seed 0.5", loader(3, { seed: 0.5 }), ArgumentError, /seed must be a non-negative integer.*got 0\.5/],
    ["prefetch -1", loader(3, { prefetch: -1 }), ArgumentError, /prefetch must be an integer from 0 to 1000, got -1/],
    ["prefetch Infinity", loader(3, { prefetch: Infinity }), ArgumentError, /prefetch must be .*got Infinity/],
    ["prefetch past 1000", loader(3, { prefetch: 1001 }), ArgumentError, /prefetch must be .*got 1001/],
    ["an unknown dtype", loader(3, { dtypes: ["int64" as DType] }), DTypeError, /^DataLoader: dtypes holds "int64", expected bool/],
    ["dtypes that are no list", loader(3, { dtypes: "int32" as never }), ArgumentError, /dtypes must be an array/],
    ["epoch -1", () => Object.assign(new DataLoader(counting(3)), { epoch: -1 }), ArgumentError, /epoch must be a non-negative integer, got -1/],
    ["no dataset", () => new DataLoader(undefined as never), ArgumentError, /^DataLoader: expected a dataset with `length` and `get/],
    ["a text", () => new DataLoader("ab" as never), ArgumentError, /^DataLoader: expected a dataset/],
    ["an empty array", () => new DataLoader([]), ArgumentError, /^DataLoader: the dataset is empty/],
    ["a dataset of length NaN", () => new DataLoader({ length: NaN, get: () => [1] }), ArgumentError, /the dataset's length must be .* got NaN/],
    ["shuffling a stream", () => new DataLoader(new Set<[number]>(), { shuffle: true }), ArgumentError, /^DataLoader: an iterable dataset comes in its own order/],
    ["no sources", () => new (TensorDataset as new () => unknown)(), ArgumentError, /^TensorDataset: expected at least one/],
    ["a source that is nothing", () => new TensorDataset([1, 2] as never), ShapeError, /^TensorDataset: source 0 must be a tensor or \{ data, shape \}/],
    ["a shape of negative sizes", () => new TensorDataset({ data: new Float32Array(6), shape: [-2, -3] }), ShapeError, /has shape \[-2,-3\], expected sizes/],
    ["dropLast without a full batch", loader(3, { batchSize: 4, dropLast: true }), ArgumentError,
      /^DataLoader: with dropLast there is no batch at all: batchSize 4 is more than the 3 samples/],
    ["sizes that differ", () => new TensorDataset({ data: new Float32Array(6), shape: [3, 2] }, { data: new Uint8Array(2), shape: [2] }),
      ShapeError, /^TensorDataset: source 0 has 3 samples, source 1 has 2/],
    ["a scalar", () => new TensorDataset({ data: new Float32Array(1), shape: [] }),
      ShapeError, /^TensorDataset: source 0 is a scalar/],
    ["data that does not fit its shape", () => new TensorDataset({ data: new Float32Array(7), shape: [3, 2] }),
      ShapeError, /^TensorDataset: source 0 holds 7 elements, expected 6 for shape \[3,2\]/],
  ])("%s", (_, make, type, message) => {
    expect(make).toThrow(type);
    expect(make).toThrow(message);
  }); // oxfmt-ignore
});
