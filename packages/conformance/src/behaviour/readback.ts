import { DTYPES, expand, flip, full, permute, slice, tensor, zeros } from "@nn/core";
import { expect } from "vitest";
import { group, type Behaviour } from "./behaviour";

const matrix = () => tensor([[1, 2, 3], [4, 5, 6]]); // oxfmt-ignore

export const readback: readonly Behaviour[] = group("readback", {
  "data() gives a typed array of the dtype": async ({ caps }) => {
    const expected = { float32: Float32Array, float64: Float64Array, float16: Uint16Array, int32: Int32Array, uint8: Uint8Array, bool: Uint8Array }; // oxfmt-ignore
    for (const dtype of DTYPES) {
      if (!caps.dtypes.has(dtype)) continue;
      const data = await full([3], 1, { dtype }).data();
      expect(data).toBeInstanceOf(expected[dtype]);
      expect([...data]).toEqual(dtype === "float16" ? [0x3c00, 0x3c00, 0x3c00] : [1, 1, 1]);
    }
  },
  "float32, int32, uint8 and bool are there": ({ caps }) => {
    for (const dtype of ["float32", "int32", "uint8", "bool"] as const)
      expect(caps.dtypes.has(dtype), dtype).toBe(true);
  },
  "data() gives a copy": async () => {
    const x = tensor([1, 2, 3]);
    const data = await x.data();
    data.fill(9);
    expect([...(await x.data())]).toEqual([1, 2, 3]);
  },
  "what a tensor was made of can be changed afterwards": async () => {
    const source = Float32Array.of(1, 2, 3);
    const x = tensor(source);
    source.fill(9);
    expect([...(await x.data())]).toEqual([1, 2, 3]);
  },
  "item() gives the number of a tensor with one element": async () => {
    expect(await tensor(2.5).item()).toBe(2.5);
    expect(await tensor([[7]]).item()).toBe(7);
    await expect(tensor([1, 2]).item()).rejects.toThrow(/item: expected one element.*\[2\].*2/);
  },
  "tolist() gives nested arrays": async () => {
    expect(await matrix().tolist()).toEqual([[1, 2, 3], [4, 5, 6]]); // oxfmt-ignore
    expect(await tensor(3).tolist()).toBe(3);
    expect(await tensor([[true], [false]]).tolist()).toEqual([[true], [false]]);
    expect(await zeros([2, 0]).tolist()).toEqual([[], []]);
  },
  "views are read in row-major order": async () => {
    const x = matrix();
    expect([...(await permute(x, [1, 0]).data())]).toEqual([1, 4, 2, 5, 3, 6]);
    expect([...(await flip(x, [0, 1]).data())]).toEqual([6, 5, 4, 3, 2, 1]);
    expect([...(await slice(x, [null, [1, 3]]).data())]).toEqual([2, 3, 5, 6]);
    expect([...(await slice(x, [1]).data())]).toEqual([4, 5, 6]);
    expect([...(await slice(x, [null, [null, null, 2]]).data())]).toEqual([1, 3, 4, 6]);
    expect([...(await expand(tensor([[1], [2]]), [2, 2]).data())]).toEqual([1, 1, 2, 2]);
    expect(await slice(x, [1, 2]).item()).toBe(6);
  },
  "reads see the value of the moment they were asked for": async () => {
    const x = tensor([1, 2, 3]);
    const before = x.data();
    x.assign(tensor([4, 5, 6]));
    const after = x.data();
    x.dispose();
    expect([...(await before)]).toEqual([1, 2, 3]);
    expect([...(await after)]).toEqual([4, 5, 6]);
  },
  "reads of many tensors at once do not mix": async () => {
    const values = Array.from({ length: 20 }, (_, i) => i);
    const read = await Promise.all(values.map((i) => full([i + 1], i).data()));
    read.forEach((data, i) => expect([...data]).toEqual(Array.from({ length: i + 1 }, () => i)));
  },
  "dataSync() reads at once, or says why not": ({ readSync }) => {
    const x = tensor([1, 2, 3]);
    if (readSync) expect([...x.dataSync()]).toEqual([1, 2, 3]);
    else expect(() => x.dataSync()).toThrow(/cannot be read without waiting; use `await x.data\(\)`/);
  },
  "special numbers survive the way there and back": async () => {
    const values = [NaN, Infinity, -Infinity, -0, 1e-45, 3.4028234663852886e38, 2 ** -126];
    const data = [...(await tensor(values).data())];
    data.forEach((value, i) =>
      expect(Object.is(value, Math.fround(values[i])), `${values[i]} became ${value}`).toBe(true),
    );
    const integers = [-(2 ** 31), 2 ** 31 - 1, -1, 16777217];
    expect([...(await tensor(integers, { dtype: "int32" }).data())]).toEqual(integers);
  },
});
