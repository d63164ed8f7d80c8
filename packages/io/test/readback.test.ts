import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cpu } from "@nn/backend-cpu";
import { setBackend, tensor } from "@nn/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type NpyArray,
  loadNpy,
  loadNpz,
  loadSafetensors,
  parseNpy,
  parseNpz,
  saveCheckpoint,
  saveNpy,
  saveNpz,
  saveSafetensors,
  serializeNpy,
  serializeNpz,
} from "../src/index";
import { contents } from "./scratch";

// tooling/reference/io_readback.py names a folder, where it has NumPy read what is written here.
const { IO_READBACK_FOLDER } = process.env;
const folder = IO_READBACK_FOLDER ?? mkdtempSync(join(tmpdir(), "readback-"));
beforeAll(() => setBackend(cpu()));
afterAll(() => {
  if (IO_READBACK_FOLDER === undefined) rmSync(folder, { recursive: true });
});
const at = (name: string): string => join(folder, name);

const arrays: Readonly<Record<string, NpyArray>> = {
  bool: { dtype: "bool", shape: [3], data: Uint8Array.of(1, 0, 1) },
  int8: { dtype: "int8", shape: [2], data: Int8Array.of(-128, 127) },
  int16: { dtype: "int16", shape: [2, 1], data: Int16Array.of(-32768, 32767) },
  int32: { dtype: "int32", shape: [1, 2], data: Int32Array.of(-2147483648, 2147483647) },
  int64: { dtype: "int64", shape: [2], data: BigInt64Array.of(-(2n ** 63n), 2n ** 63n - 1n) },
  uint8: { dtype: "uint8", shape: [2], data: Uint8Array.of(0, 255) },
  uint16: { dtype: "uint16", shape: [2], data: Uint16Array.of(0, 65535) },
  uint32: { dtype: "uint32", shape: [2], data: Uint32Array.of(0, 4294967295) },
  uint64: { dtype: "uint64", shape: [2], data: BigUint64Array.of(0n, 2n ** 64n - 1n) },
  float16: { dtype: "float16", shape: [3], data: Uint16Array.of(0x3e00, 0x8000, 0x7c00) },
  float32: { dtype: "float32", shape: [2, 2], data: Float32Array.of(0.1, -0, NaN, -Infinity) },
  float64: { dtype: "float64", shape: [], data: Float64Array.of(0.1) },
  empty: { dtype: "float32", shape: [0, 3], data: new Float32Array(0) },
  größe: { dtype: "int32", shape: [20, 20], data: Int32Array.from({ length: 400 }, (_, i) => i % 7) },
};

const tensors = () => ({
  "0.weight": tensor(Float32Array.of(0.1, -0, NaN, -Infinity, 5, 6), { shape: [2, 3] }),
  "0.bias": tensor(Float64Array.of(0.1, 5e-324)),
  steps: tensor(Int32Array.of(7), { shape: [] }),
  pixels: tensor(Uint8Array.of(1, 255), { shape: [2, 1] }),
  mask: tensor([true, false, true]),
  none: tensor(new Float32Array(0), { shape: [0, 4] }),
});

describe("what is written for other programs reads back here", () => {
  it.each(Object.entries(arrays))("%s.npy", (name, array) => {
    writeFileSync(at(`${name}.npy`), serializeNpy(array));
    expect(parseNpy(readFileSync(at(`${name}.npy`)))).toEqual(array);
  });

  it.each([
    ["stored.npz", false],
    ["compressed.npz", true],
  ])("%s", (name, compress) => {
    writeFileSync(at(name), serializeNpz(Object.entries(arrays), { compress }));
    expect(Object.fromEntries(parseNpz(readFileSync(at(name))))).toEqual(arrays);
  });

  it("tensors", async () => {
    const expected = await contents(new Map(Object.entries(tensors())));
    await saveNpz(at("tensors.npz"), tensors(), { compress: true });
    expect(await contents(await loadNpz(at("tensors.npz")))).toEqual(expected);
    await saveSafetensors(at("plain.safetensors"), tensors(), { metadata: { format: "pt" } });
    expect(await contents(await loadSafetensors(at("plain.safetensors")))).toEqual(expected);
    await saveSafetensors(at("model.safetensors"), tensors(), { maxShardBytes: 24 });
    expect(await contents(await loadSafetensors(at("model.safetensors.index.json")))).toEqual(expected);
    await saveNpy(at("tensor.npy"), tensors()["0.weight"]);
    expect(await contents(new Map([["0.weight", await loadNpy(at("tensor.npy"))]]))).toEqual({
      "0.weight": (expected as Record<string, unknown>)["0.weight"],
    });
  });

  it("a checkpoint", async () => {
    const tree = { step: 3, model: tensors(), history: [0.5, NaN, -0], note: "$5" };
    await saveCheckpoint(at("checkpoint.safetensors"), tree);
    expect([...(await loadSafetensors(at("checkpoint.safetensors"))).keys()].sort()).toEqual(
      Object.keys(tensors())
        .map((name) => `model.${name}`)
        .sort(),
    );
  });
});
