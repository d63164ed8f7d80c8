import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { cpu } from "@nn/backend-cpu";
import { type Tensor, memoryStats, setBackend, tensor } from "@nn/core";
import { beforeAll, describe, expect, it } from "vitest";
import {
  type NpyArray,
  NpyError,
  loadNpy,
  loadNpz,
  parseNpy,
  saveNpy,
  saveNpz,
  serializeNpy,
  serializeNpz,
} from "../../src/index";
import { contents, scratch } from "../scratch";

const at = scratch();
beforeAll(() => setBackend(cpu()));
const read = async (t: Tensor) => ({ data: await t.data(), shape: [...t.shape], dtype: t.dtype });

describe("loadNpy", () => {
  const converted: readonly [NpyArray, object][] = [
    [{ dtype: "bool", shape: [2], data: Uint8Array.of(1, 0) }, { data: Uint8Array.of(1, 0), dtype: "bool" }],
    [{ dtype: "uint8", shape: [2], data: Uint8Array.of(255, 0) }, { data: Uint8Array.of(255, 0), dtype: "uint8" }],
    [{ dtype: "int8", shape: [2], data: Int8Array.of(-128, 1) }, { data: Int32Array.of(-128, 1), dtype: "int32" }],
    [{ dtype: "int16", shape: [1], data: Int16Array.of(-300) }, { data: Int32Array.of(-300), dtype: "int32" }],
    [{ dtype: "uint16", shape: [1], data: Uint16Array.of(65535) }, { data: Int32Array.of(65535), dtype: "int32" }],
    [{ dtype: "int32", shape: [1], data: Int32Array.of(-7) }, { data: Int32Array.of(-7), dtype: "int32" }],
    [{ dtype: "uint32", shape: [1], data: Uint32Array.of(7) }, { data: Int32Array.of(7), dtype: "int32" }],
    [{ dtype: "int64", shape: [1], data: BigInt64Array.of(-7n) }, { data: Int32Array.of(-7), dtype: "int32" }],
    [{ dtype: "uint64", shape: [1], data: BigUint64Array.of(7n) }, { data: Int32Array.of(7), dtype: "int32" }],
    [{ dtype: "float16", shape: [1], data: Uint16Array.of(0x3e00) }, { data: Float32Array.of(1.5), dtype: "float32" }],
    [{ dtype: "float32", shape: [1], data: Float32Array.of(0.1) }, { data: Float32Array.of(0.1), dtype: "float32" }],
    [{ dtype: "float64", shape: [], data: Float64Array.of(0.1) }, { data: Float64Array.of(0.1), dtype: "float64" }],
  ]; // oxfmt-ignore
  it.each(converted.map(([array, expected]) => [array.dtype, array, expected] as const))(
    "makes a tensor of %s",
    async (_, array, expected) => {
      expect(await read(await loadNpy(serializeNpy(array)))).toEqual({ ...expected, shape: array.shape });
    },
  );

  it.each([
    [{ dtype: "int64", shape: [2], data: BigInt64Array.of(1n, 2n ** 31n) }, "element 1 is 2147483648 (int64)"],
    [{ dtype: "uint32", shape: [1], data: Uint32Array.of(2 ** 31) }, "element 0 is 2147483648 (uint32)"],
    [{ dtype: "uint64", shape: [1], data: BigUint64Array.of(2n ** 64n - 1n) }, "element 0 is 18446744073709551615 (uint64)"],
  ] as [NpyArray, string][])("refuses what int32 cannot hold: %o", async (array, message) => {
    writeFileSync(at("a.npy"), serializeNpy(array));
    await expect(loadNpy(at("a.npy"))).rejects.toThrow(`a.npy": ${message}, which int32 cannot hold; parseNpy`);
    await expect(loadNpz(serializeNpz([["w", array]]))).rejects.toThrow(`array "w": ${message}, which int32 cannot hold`);
  }); // oxfmt-ignore
});

describe("saving and loading", () => {
  const state = () => ({
    weight: tensor(Float32Array.of(1, -2.5, 3, 4, 5, 6), { shape: [2, 3] }),
    bias: tensor(Float64Array.of(0.1, 0.2)),
    steps: tensor(Int32Array.of(7), { shape: [] }),
    pixels: tensor(Uint8Array.of(1, 255), { shape: [2, 1] }),
    mask: tensor([true, false, true]),
    nothing: tensor(new Float32Array(0), { shape: [0, 4] }),
  });

  it("keep a tensor of every dtype", async () => {
    for (const t of Object.values(state())) {
      await saveNpy(at("t.npy"), t);
      expect(await read(await loadNpy(at("t.npy")))).toEqual(await read(t));
    }
    expect(readdirSync(at())).toEqual(["t.npy"]);
  });

  it.each([false, true])("keep tensors by name, compressed: %s", async (compress) => {
    const expected = await contents(new Map(Object.entries(state())));
    await saveNpz(at("a.npz"), state(), { compress });
    expect(await contents(await loadNpz(at("a.npz")))).toEqual(expected);
    await saveNpz(at("b.npz"), new Map(Object.entries(state())), { compress });
    expect(readFileSync(at("b.npz"))).toEqual(readFileSync(at("a.npz")));
  });

  it("save the values that tensors have at the call, and views in row-major order", async () => {
    const weight = tensor(Float32Array.of(1, 2, 3, 4), { shape: [2, 2] });
    const saved = [saveNpy(at("a.npy"), weight.transpose(0, 1)), saveNpz(at("a.npz"), { weight })];
    weight.assign(tensor(Float32Array.of(9, 9, 9, 9), { shape: [2, 2] }));
    await Promise.all(saved);
    expect(parseNpy(readFileSync(at("a.npy"))).data).toEqual(Float32Array.of(1, 3, 2, 4));
    expect(await contents(await loadNpz(at("a.npz")))).toMatchObject({ weight: { data: Float32Array.of(1, 2, 3, 4) } });
  });

  it("name the file", async () => {
    mkdirSync(at("folder"));
    const t = tensor([1]);
    for (const failing of [loadNpy(at("none")), loadNpz(at("none"))]) {
      await expect(failing).rejects.toThrow(NpyError);
      await expect(failing).rejects.toThrow(/^cannot read ".*none": there is no such file or folder$/);
    }
    await expect(loadNpy(at("folder"))).rejects.toThrow(/^cannot read ".*folder": it is no regular file$/);
    await expect(saveNpy(at("folder"), t)).rejects.toThrow(/^cannot write ".*folder": it is a folder$/);
    await expect(saveNpz(at("no", "a"), { t })).rejects.toThrow(
      /^cannot write ".*a": there is no such file or folder$/,
    );
    writeFileSync(at("bad"), "bad");
    await expect(loadNpy(at("bad"))).rejects.toThrow(/^".*bad": it does not start with/);
    await expect(loadNpz(at("bad"))).rejects.toThrow(/^".*bad": the end of a zip archive is missing/);
    expect(readdirSync(at()).sort()).toEqual(["bad", "folder"]);
  });

  it("free what was loaded before an error", async () => {
    // A backend of its own: what other tests left to the collector may go at any time.
    setBackend(cpu());
    const bytes = serializeNpz([
      ["a", { dtype: "float32", shape: [1], data: Float32Array.of(1) }],
      ["b", { dtype: "uint32", shape: [1], data: Uint32Array.of(2 ** 31) }],
    ]);
    const before = memoryStats().bytes;
    await expect(loadNpz(bytes)).rejects.toThrow('array "b"');
    expect(memoryStats().bytes).toBe(before);
  });
});
