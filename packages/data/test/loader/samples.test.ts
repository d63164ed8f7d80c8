import { ArgumentError, DTypeError, memoryStats, setBackend, ShapeError, stack, tensor, type Tensor } from "@nn/core";
import { cpu } from "@nn/backend-cpu";
import { beforeAll, describe, expect, it } from "vitest";
import { DataLoader, type Dataset, type HostArray, normalize, Subset, TensorDataset } from "../../src/index";

beforeAll(() => setBackend(cpu()));

async function read(t: Tensor) {
  return { data: Array.from(await t.data()), shape: [...t.shape], dtype: t.dtype };
}

async function all(loader: AsyncIterable<readonly Tensor[]>) {
  const batches = [];
  for await (const batch of loader) batches.push(await Promise.all(batch.map(read)));
  return batches;
}

describe("samples", () => {
  it("are stacked from numbers, vectors, arrays and tensors", async () => {
    const samples = [0, 1, 2].map(
      (i) =>
        [
          i + 0.5,
          Int32Array.of(i, -i),
          { data: Uint8Array.of(i, i), shape: [2, 1], dtype: "float32" },
          tensor([[i > 1, true]]),
        ] as const,
    );
    expect(await all(new DataLoader(samples, { batchSize: 2 }))).toEqual([
      [
        { data: [0.5, 1.5], shape: [2], dtype: "float32" },
        { data: [0, 0, 1, -1], shape: [2, 2], dtype: "int32" },
        { data: [0, 0, 1, 1], shape: [2, 2, 1], dtype: "float32" },
        { data: [0, 1, 0, 1], shape: [2, 1, 2], dtype: "bool" },
      ],
      [
        { data: [2.5], shape: [1], dtype: "float32" },
        { data: [2, -2], shape: [1, 2], dtype: "int32" },
        { data: [2, 2], shape: [1, 2, 1], dtype: "float32" },
        { data: [1, 1], shape: [1, 1, 2], dtype: "bool" },
      ],
    ]);
  });

  it("take on the dtypes that are asked for", async () => {
    const samples: [number, number][] = [[1, 2 ** 24 + 1]];
    const [[x, y]] = await all(new DataLoader(samples, { dtypes: [undefined, "int32"] }));
    expect([x, y]).toEqual([
      { data: [1], shape: [1], dtype: "float32" },
      { data: [2 ** 24 + 1], shape: [1], dtype: "int32" },
    ]);
    const rows = new TensorDataset({ data: Uint8Array.of(7), shape: [1] });
    expect(await all(new DataLoader(rows, { dtypes: ["float64"] }))).toEqual([[{ data: [7], shape: [1], dtype: "float64" }]]); // oxfmt-ignore
  });

  it("come from a dataset, at once or later, in the order of the rows", async () => {
    class Squares implements Dataset<[number, HostArray]> {
      readonly length = 9;
      get(index: number): [number, HostArray] | Promise<[number, HostArray]> {
        const sample: [number, HostArray] = [index * index, { data: Float32Array.of(index), shape: [1] }];
        return index % 2 === 0 ? sample : Promise.resolve(sample);
      }
    }
    const loader = new DataLoader(new Squares(), { batchSize: 9, shuffle: true, seed: 5 });
    const squares = Float32Array.from({ length: 9 }, (_, i) => i * i);
    const rows = new DataLoader(new TensorDataset({ data: squares, shape: [9] }), {
      batchSize: 9,
      shuffle: true,
      seed: 5,
    });
    expect(loader.length).toBe(1);
    expect(loader.batchSize).toBe(9);
    expect(loader.dataset).toBeInstanceOf(Squares);
    const [[x]] = await all(loader);
    expect(x).toEqual((await all(rows))[0][0]);
  });

  it("come from streams, sync or not, of any length", async () => {
    function* count() {
      for (let i = 0; i < 5; i++) yield [i] as [number];
    }
    async function* slowly() {
      for (const sample of count()) yield sample;
    }
    for (const [make, dropLast] of [
      [count, false],
      [slowly, false],
      [slowly, true],
    ] as const) {
      // oxfmt-ignore
      const loader = new DataLoader(make(), { batchSize: 2, dropLast });
      expect(loader.length).toBe(undefined);
      const data = (await all(loader)).map(([x]) => x.data);
      expect(data).toEqual(dropLast ? [[0, 1], [2, 3]] : [[0, 1], [2, 3], [4]]); // oxfmt-ignore
      await expect(all(loader)).rejects.toThrow(
        /gave no samples in epoch 1\. A generator can be gone through only once/,
      );
    }
  });

  it("are collated as asked, without leaving tensors behind", async () => {
    // A backend of its own: what other tests left to the collector may go at any time.
    setBackend(cpu());
    const words = ["a", "bcd", "ef"];
    const held = tensor([9]);
    const before = memoryStats().buffers;
    const loader = new DataLoader(words, {
      batchSize: 3,
      transform: (word) => word.toUpperCase(),
      collate: (batch) => {
        const width = Math.max(...batch.map((word) => word.length));
        const rows = batch.map((word) => tensor(Array.from({ length: width }, (_, i) => word.charCodeAt(i) || 0)));
        return [stack(rows), held];
      },
    });
    for (let round = 0; round < 2; round++) {
      for await (const [x, y] of loader) {
        expect(await x.tolist()).toEqual([[65, 0, 0], [66, 67, 68], [69, 70, 0]]); // oxfmt-ignore
        expect(await y.item()).toBe(9);
        expect(memoryStats().buffers).toBe(before + 1);
      }
      expect(memoryStats().buffers).toBe(before);
    }
    expect(await held.item()).toBe(9);
    expect.assertions(9);
  });

  it("are transformed before they are collated", async () => {
    const rows = new TensorDataset({ data: Uint8Array.of(1, 2, 3, 4), shape: [2, 1, 2] });
    const loader = new DataLoader(rows, {
      batchSize: 2,
      transform: normalize({ mean: 1, std: 2 }),
      collate: (samples) => [tensor(samples.map(([image]) => Array.from(image.data)))],
    });
    expect((await all(loader))[0][0].data).toEqual([0, 0.5, 1, 1.5]);
  });

  it("are changed by a function, with chance of their own", async () => {
    const rows = new TensorDataset({ data: Float32Array.of(0, 0, 0, 0), shape: [4] });
    const draw = (batchSize: number, prefetch: number) =>
      all(
        new DataLoader(rows, {
          batchSize,
          prefetch,
          transform: async (_, random) => [random.uniform(), random.bits() / 2 ** 32],
        }),
      ).then((batches) => batches.flatMap(([a, b]) => a.data.map((value, i) => [value, b.data[i]])));
    const drawn = await draw(4, 0);
    expect(new Set(drawn.flat()).size).toBe(8);
    expect(await draw(1, 3)).toEqual(drawn);
  });

  it("of a subset are cut from the arrays behind it", async () => {
    const x = Float32Array.from({ length: 20 }, (_, i) => i);
    const rows = new TensorDataset({ data: x, shape: [10, 2] });
    const inner = new Subset(rows, [9, 7, 5, 3]);
    const subset = new Subset(inner, [3, 0, 1]);
    rows.get = () => expect.unreachable("samples of arrays are not made one by one");
    expect(await all(new DataLoader(subset, { batchSize: 2 }))).toEqual([
      [{ data: [6, 7, 18, 19], shape: [2, 2], dtype: "float32" }],
      [{ data: [14, 15], shape: [1, 2], dtype: "float32" }],
    ]);
  });

  it("of arrays can be had one by one", async () => {
    const rows = new TensorDataset({ data: Float32Array.of(1, 2, 3, 4), shape: [2, 2] }, tensor([7, 8]));
    expect(await rows.get(1)).toEqual([
      { data: Float32Array.of(3, 4), shape: [2], dtype: undefined },
      { data: Float32Array.of(8), shape: [], dtype: "float32" },
    ]);
    expect(await new Subset(rows, [1]).get(0)).toEqual(await rows.get(1));
    expect(new Subset(["a", "b"], [1]).get(0)).toBe("b");
    for (const index of [-1, 2, 0.5, NaN]) {
      await expect(rows.get(index)).rejects.toThrow(/^TensorDataset: there is no sample .*, only 0 to 1/);
      expect(() => new Subset(rows, [0]).get(index)).toThrow(/^Subset: there is no sample/);
      expect(() => new Subset(rows, [0, index])).toThrow(/^Subset: index 1 is .*, expected 0 to 1/);
    }
  });
});

describe("samples that are refused", () => {
  const vector = (...values: number[]): HostArray => ({ data: Float32Array.from(values), shape: [values.length] });
  it.each<[string, unknown[], new () => Error, RegExp]>([
    ["a number", [[1], 2], ArgumentError, /sample 1 is a number, expected an array of its fields.*`collate`/],
    ["nothing", [undefined], ArgumentError, /sample 0 is undefined, expected an array/],
    ["no fields", [[]], ArgumentError, /sample 0 is an empty array, expected an array of its fields/],
    ["a field of text", [[1, "a"]], ArgumentError, /field 1 of sample 0 is a string, expected a number, a typed array/],
    ["a field of null", [[null]], ArgumentError, /field 0 of sample 0 is null/],
    ["a plain array", [[[1, 2]]], ShapeError, /field 0 of sample 0 must be a tensor or \{ data, shape \}/],
    ["a field that does not fit its shape", [[{ data: new Float32Array(3), shape: [2] }]], ShapeError,
      /field 0 of sample 0 holds 3 elements, expected 2 for shape \[2\]/],
    ["shapes that differ", [[vector(1)], [vector(1, 2)]], ShapeError, /field 0 of the batch's samples differs in shape: \[1\], then \[2\]/],
    ["types that differ", [[vector(1)], [Int32Array.of(1)]], ShapeError, /differs in type: Float32Array, then Int32Array/],
    ["fewer fields", [[1, 2], [1]], ShapeError, /equally many fields: the first has 2, number 1 of the batch 1/],
    ["a typed array without a dtype", [[BigInt64Array.of(1n)]], DTypeError, /BigInt64Array has no dtype/],
  ])("%s", async (_, samples, type, message) => {
    const loop = all(new DataLoader(samples as [number][], { batchSize: 2 }));
    await expect(loop).rejects.toThrow(type);
    await expect(loop).rejects.toThrow(message);
  }); // oxfmt-ignore

  it("more dtypes than fields, collated promises, transforms of no array", async () => {
    await expect(all(new DataLoader([[1]], { dtypes: ["int32", "int32"] }))).rejects.toThrow(
      "dtypes names 2 dtypes for batches of 1 tensors",
    );
    const later = { collate: async () => [tensor([1])] } as never;
    await expect(all(new DataLoader([[1]], later))).rejects.toThrow("collate must return an array of tensors");
    const shift = { transform: normalize({ mean: 0, std: 1 }), collate: () => [tensor([1])] };
    await expect(all(new DataLoader(["a"], shift))).rejects.toThrow("sample 0 is a string, but a transform takes");
  });

  it("float16 for a transform, and one that breaks its word", async () => {
    const half = new TensorDataset({ data: new Uint16Array(4), shape: [1, 2, 2] });
    const transform = normalize({ mean: 0, std: 1 });
    await expect(all(new DataLoader(half, { transform }))).rejects.toThrow("transforms do not take float16");
    const short = { prepare: () => ({ shape: [2], apply: () => new Float32Array(3) }) };
    for (const dataset of [
      new TensorDataset({ data: new Float32Array(2), shape: [1, 2] }),
      [[vector(1, 2)] as const],
    ]) {
      await expect(all(new DataLoader(dataset as never, { transform: short }))).rejects.toThrow(
        "a transform gave 3 elements, but promised shape [2]",
      );
    }
  });

  it("images that do not fit a transform, before the first batch", () => {
    const flat = new TensorDataset({ data: new Float32Array(8), shape: [2, 4] });
    expect(() => new DataLoader(flat, { transform: normalize({ mean: 0, std: 1 }) })).toThrow(
      "normalize: expected images of shape [channels, rows, columns] or [rows, columns], got [4]",
    );
  });
});
