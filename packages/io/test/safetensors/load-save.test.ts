import {
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  lstatSync,
  mkdirSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { memoryStats, setBackend, tensor, withBackend, type Tensor } from "@nn/core";
import { cpu } from "@nn/backend-cpu";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  SafetensorsError,
  loadSafetensors,
  parseSafetensors,
  saveSafetensors,
  serializeSafetensors,
} from "../../src/index";
import { writeFileAtomically } from "../../src/files";
import { buildFile, header } from "./build-file";

let folder = "";
beforeAll(() => setBackend(cpu()));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "safetensors-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function contents(tensors: Map<string, Tensor>) {
  const entries = [...tensors].map(async ([name, t]) => [
    name,
    { data: await t.data(), shape: [...t.shape], dtype: t.dtype },
  ]);
  return Object.fromEntries(await Promise.all(entries)) as unknown;
}

const state = () => ({
  "0.weight": tensor(Float32Array.of(1, -2.5, 3, 4, 5, 6), { shape: [2, 3] }),
  "0.bias": tensor(Float64Array.of(0.1, 0.2), { shape: [2] }),
  steps: tensor(Int32Array.of(7), { shape: [] }),
  pixels: tensor(Uint8Array.of(1, 255), { shape: [2, 1], dtype: "uint8" }),
  mask: tensor(Uint8Array.of(1, 0, 1), { shape: [3], dtype: "bool" }),
  nothing: tensor(new Float32Array(0), { shape: [0, 4] }),
});
const stateContents = {
  "0.weight": { data: Float32Array.of(1, -2.5, 3, 4, 5, 6), shape: [2, 3], dtype: "float32" },
  "0.bias": { data: Float64Array.of(0.1, 0.2), shape: [2], dtype: "float64" },
  steps: { data: Int32Array.of(7), shape: [], dtype: "int32" },
  pixels: { data: Uint8Array.of(1, 255), shape: [2, 1], dtype: "uint8" },
  mask: { data: Uint8Array.of(1, 0, 1), shape: [3], dtype: "bool" },
  nothing: { data: new Float32Array(0), shape: [0, 4], dtype: "float32" },
};

describe("saveSafetensors and loadSafetensors", () => {
  it("keep a record of tensors of every dtype", async () => {
    const path = join(folder, "model.safetensors");
    await saveSafetensors(path, state());
    expect(await contents(await loadSafetensors(path))).toEqual(stateContents);
    expect(await contents(await loadSafetensors(new Uint8Array(readFileSync(path))))).toEqual(stateContents);
  });

  it("keep a map, by URL, with metadata", async () => {
    const url = pathToFileURL(join(folder, "model 1.safetensors"));
    await saveSafetensors(url, new Map(Object.entries(state())), { metadata: { epoch: "3" } });
    expect(await contents(await loadSafetensors(url))).toEqual(stateContents);
    expect(parseSafetensors(readFileSync(url)).metadata.epoch).toBe("3");
  });

  it("keep an empty record", async () => {
    await saveSafetensors(join(folder, "none"), {});
    expect((await loadSafetensors(join(folder, "none"))).size).toBe(0);
  });

  it("widen half precisions to float32", async () => {
    const bytes = serializeSafetensors([
      ["half", { dtype: "F16", shape: [2], bytes: Uint8Array.of(0x00, 0x3c, 0x01, 0x00) }],
      ["brain", { dtype: "BF16", shape: [1, 1], bytes: Uint8Array.of(0xc0, 0x3f) }],
    ]);
    expect(await contents(await loadSafetensors(bytes))).toEqual({
      half: { data: Float32Array.of(1, 2 ** -24), shape: [2], dtype: "float32" },
      brain: { data: Float32Array.of(1.5), shape: [1, 1], dtype: "float32" },
    });
  });

  it("save the values that tensors have at the call", async () => {
    const path = join(folder, "model");
    const weight = tensor(Float32Array.of(1, 2), { shape: [2] });
    const saved = saveSafetensors(path, { weight });
    weight.dispose();
    await saved;
    expect(await contents(await loadSafetensors(path))).toMatchObject({ weight: { data: Float32Array.of(1, 2) } });
  });

  it("replace a file, keep a link to it, and leave nothing else behind", async () => {
    const path = join(folder, "real");
    const link = join(folder, "link");
    writeFileSync(path, "old");
    symlinkSync(path, link);
    await saveSafetensors(link, state());
    expect(await contents(await loadSafetensors(path))).toEqual(stateContents);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(["link", "real"]);
  });
});

describe("saving that fails", () => {
  const failsWith = async (path: string, message: RegExp) => {
    const saved = saveSafetensors(path, state());
    await expect(saved).rejects.toThrow(SafetensorsError);
    await expect(saved).rejects.toThrow(message);
  };

  it("names a missing folder", async () => {
    await failsWith(join(folder, "no", "model"), /^cannot write ".*no\/model": there is no such file or folder$/);
  });

  it("names a path through a file", async () => {
    writeFileSync(join(folder, "file"), "");
    await failsWith(join(folder, "file", "model"), /^cannot write ".*file\/model": a part of the path is no folder$/);
  });

  it("does not replace a folder, and removes its temporary file", async () => {
    mkdirSync(join(folder, "model"));
    await failsWith(join(folder, "model"), /^cannot write ".*model": it is a folder$/);
    expect(readdirSync(folder)).toEqual(["model"]);
  });

  it("keeps the old file when it fails half way", async () => {
    const path = join(folder, "model");
    writeFileSync(path, "old");
    const during: string[][] = [];
    function* pieces() {
      yield Uint8Array.of(1, 2, 3);
      during.push(readdirSync(folder));
      throw new Error("lost");
    }
    await expect(writeFileAtomically(path, pieces())).rejects.toThrow("lost");
    expect(during[0]).toHaveLength(2);
    expect(readdirSync(folder)).toEqual(["model"]);
    expect(readFileSync(path, "utf8")).toBe("old");
  });

  it("touches no file when a name is refused", async () => {
    await expect(saveSafetensors(join(folder, "model"), { __metadata__: state().steps })).rejects.toThrow(/reserved/);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("loading that fails", () => {
  const failsWith = async (name: string, bytes: Uint8Array | undefined, message: RegExp) => {
    if (bytes) writeFileSync(join(folder, name), bytes);
    const loaded = loadSafetensors(join(folder, name));
    await expect(loaded).rejects.toThrow(SafetensorsError);
    await expect(loaded).rejects.toThrow(message);
  };

  it("names a missing file", async () => {
    await failsWith("none", undefined, /^cannot read ".*none": there is no such file or folder$/);
  });

  it("names a folder without a model", async () => {
    mkdirSync(join(folder, "sub"));
    await failsWith(
      "sub",
      undefined,
      /^".*sub": the folder holds neither model.safetensors nor model.safetensors.index.json/,
    );
  });

  it("names the file that is malformed", async () => {
    await failsWith("short", new Uint8Array(3), /^".*short": 3 bytes are too short for a file/);
    await failsWith("lying", buildFile("{}", 0, 3n), /^".*lying": header length is 3, but only 2 bytes follow/);
    await failsWith("text", buildFile("nope"), /^".*text": header: expected a JSON object/);
    await failsWith("cut", buildFile(header({}), 7), /^".*cut": tensor "w": data_offsets \[0,8\] lie outside/);
  });

  it("names the tensor whose values do not fit", async () => {
    const ids = { dtype: "I64" as const, shape: [1], bytes: new Uint8Array(BigInt64Array.of(2n ** 40n).buffer) };
    await failsWith("ids", serializeSafetensors([["ids", ids]]), /^".*ids": tensor "ids": element 0 is 1099511627776/);
  });

  it("names the tensor that the backend cannot hold, and keeps none of the others", async () => {
    const backend = cpu();
    const narrow = { ...backend, caps: { ...backend.caps, dtypes: new Set(["float32"] as const) } };
    const bytes = serializeSafetensors([
      ["a", { dtype: "F32", shape: [1], bytes: new Uint8Array(4) }],
      ["b", { dtype: "I32", shape: [1], bytes: new Uint8Array(4) }],
    ]);
    await withBackend(narrow, async () => {
      await expect(loadSafetensors(bytes)).rejects.toThrow(/^tensor "b": .*int32/);
      expect(memoryStats().buffers).toBe(0);
    });
  });
});
