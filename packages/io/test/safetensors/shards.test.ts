import { mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { cpu } from "@nn/backend-cpu";
import { setBackend, tensor } from "@nn/core";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import {
  type RawTensor,
  SafetensorsError,
  loadSafetensors,
  openSafetensors,
  saveSafetensors,
  serializeSafetensors,
} from "../../src/index";
import { contents, scratch } from "../scratch";

const at = scratch();
beforeAll(() => setBackend(cpu()));

const state = () =>
  new Map([
    ["b", tensor(Float32Array.of(1, 2, 3, 4), { shape: [2, 2] })],
    ["a", tensor(Float64Array.of(0.1))],
    ["10", tensor(Int32Array.of(5, 6))],
    ["__proto__", tensor(Uint8Array.of(7, 8, 9))],
    ["none", tensor(new Float32Array(0), { shape: [0, 2] })],
  ]);
const INDEX = "model.safetensors.index.json";
const raw: RawTensor = { dtype: "U8", shape: [2], bytes: Uint8Array.of(1, 2) };
const shard = (name: string, ...tensors: string[]) =>
  writeFileSync(at(name), serializeSafetensors(tensors.map((key) => [key, raw] as const)));
const index = (text: string | object) =>
  writeFileSync(at(INDEX), typeof text === "string" ? text : JSON.stringify({ weight_map: text }));

describe("saving in shards", () => {
  it("writes HuggingFace's layout, and loads by index, folder or URL", async () => {
    const path = at("model.safetensors");
    await saveSafetensors(path, state(), { maxShardBytes: 24, metadata: { note: "x" } });
    expect(readdirSync(at()).sort()).toEqual([
      "model-00001-of-00002.safetensors",
      "model-00002-of-00002.safetensors",
      INDEX,
    ]);
    expect(readFileSync(at(INDEX), "utf8")).toBe(`{
  "metadata": {
    "total_size": 35,
    "note": "x"
  },
  "weight_map": {
    "10": "model-00002-of-00002.safetensors",
    "__proto__": "model-00002-of-00002.safetensors",
    "a": "model-00001-of-00002.safetensors",
    "b": "model-00001-of-00002.safetensors",
    "none": "model-00002-of-00002.safetensors"
  }
}
`);
    const expected = await contents(state());
    for (const source of [at(), at(INDEX), pathToFileURL(at(INDEX))]) {
      expect(await contents(await loadSafetensors(source))).toEqual(expected);
    }
    await using first = await openSafetensors(at("model-00001-of-00002.safetensors"));
    expect({ ...first.metadata }).toEqual({ format: "pt" });
    expect([...first.tensors.keys()]).toEqual(["a", "b"]);
  });

  it("keeps within the limit, for any sizes, unless one tensor alone is larger", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(20), { maxLength: 8 }), fc.integer({ min: 1, max: 30 }), async (sizes, max) => {
        const tensors = sizes.map((size, i) => [`t${i}`, tensor(new Uint8Array(size).fill(i))] as const);
        await saveSafetensors(at("model.safetensors"), new Map(tensors), { maxShardBytes: max });
        expect(await contents(await loadSafetensors(at()))).toEqual(await contents(new Map(tensors)));
        for (const name of readdirSync(at()).filter((name) => name.endsWith(".safetensors"))) {
          await using file = await openSafetensors(at(name));
          const held = [...file.tensors.values()].map(({ shape }) => shape[0]);
          if (held.filter((size) => size > 0).length > 1) {
            expect(held.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(max);
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it("replaces what an earlier call left, and nothing else", async () => {
    const path = at("model.safetensors");
    const others = ["model-2.safetensors", "other-00001-of-00002.safetensors", "model-00001-of-00002.safetensors.bak"];
    for (const name of others) writeFileSync(at(name), "");
    await saveSafetensors(path, state());
    await saveSafetensors(path, state(), { maxShardBytes: 1 });
    expect(readdirSync(at()).length).toBe(others.length + 6);
    await saveSafetensors(path, state(), { maxShardBytes: 24 });
    expect(readdirSync(at()).length).toBe(others.length + 3);
    await saveSafetensors(path, state(), { maxShardBytes: 1000 });
    expect(readdirSync(at()).sort()).toEqual([...others, "model.safetensors"].sort());
    expect(await contents(await loadSafetensors(at()))).toEqual(await contents(state()));
  });

  it.each([0, -1, NaN, "5"])("refuses a limit of %s", async (limit) => {
    const saved = saveSafetensors(at("m.safetensors"), state(), { maxShardBytes: limit as number });
    await expect(saved).rejects.toThrow(/^maxShardBytes: expected a number of bytes above 0, got/);
  });

  it("refuses what has no place in the layout", async () => {
    const options = { maxShardBytes: 24 };
    await expect(saveSafetensors(at("model"), state(), options)).rejects.toThrow(
      /^cannot write ".*model": a model in shards needs a path that ends with .safetensors/,
    );
    const reserved = saveSafetensors(at("m.safetensors"), state(), { ...options, metadata: { total_size: "1" } });
    await expect(reserved).rejects.toThrow(/metadata "total_size" is the size of the shards/);
    expect(readdirSync(at())).toEqual([]);
  });
});

describe("an index that does not fit", () => {
  const fails = async (...messages: (string | RegExp)[]) => {
    const opened = openSafetensors(at(INDEX));
    await expect(opened).rejects.toThrow(SafetensorsError);
    await expect(opened).rejects.toThrow(`${JSON.stringify(at(INDEX))}: `);
    for (const message of messages) await expect(opened).rejects.toThrow(message);
  };

  it.each([
    ["nothing", "", /the index is no JSON/],
    ["bad JSON", "{", /the index is no JSON/],
    ["an array", "[]", /expected an object with "weight_map", found "\[\]"/],
    ["null", "null", /expected an object with "weight_map", found "null"/],
    ["no map", "{}", /weight_map: expected an object of tensor names and file names, found none/],
    ["a list as map", '{"weight_map":["a"]}', /weight_map: expected an object .*, found/],
    ["text as map", '{"weight_map":"a"}', /weight_map: expected an object .*, found/],
    ["a tensor twice", '{"weight_map":{"a":"x.safetensors","\\u0061":"y.safetensors"}}', /tensor "a" stands there twice/],
    ["two maps", '{"weight_map":{},"x":[{"b":"}"}],"n":-1.5e3,"weight_map":{}}', /key "weight_map" stands there twice/],
    ["an unpaired surrogate", '{"weight_map":{"\\ud800":"x.safetensors"}}', /index: bad JSON: an unpaired surrogate/],
  ])("is refused: %s", async (_, text, message) => {
    index(text);
    await fails(message);
  }); // oxfmt-ignore

  it("is refused when it is not UTF-8 text", async () => {
    writeFileSync(at(INDEX), Uint8Array.of(0x7b, 0xff, 0x7d));
    await fails("the index is not UTF-8 text");
  });

  it("is refused when it names anything but a file beside it, before a file is touched", async () => {
    const outside = [
      "../x.safetensors",
      "/x.safetensors",
      "sub/x.safetensors",
      "..\\x.safetensors",
      "C:\\x.safetensors",
      "C:x.safetensors",
      "file:///x.safetensors",
      "%2e%2e%2fx.safetensors",
      "x\0.safetensors",
      "..",
      ".",
      "",
      "/etc/passwd",
      "x.bin",
    ];
    index(Object.fromEntries([...outside.map((name, i) => [`t${i}`, name]), ["n", 3], ["z", null], ["l", ["x"]]]));
    await fails(
      "17 problems:",
      ...outside.map((_, i) => `\n- tensor "t${i}": expected a file in the folder of the index`),
      '\n- tensor "n": expected the name of a file, found "3"',
      '\n- tensor "z": expected the name of a file, found "null"',
    );
  });

  it("is refused with all that shards and index do not agree in", async () => {
    shard("a.safetensors", "in a", "in both", "not listed");
    shard("b.safetensors", "in both", "in b");
    writeFileSync(at("bad.safetensors"), "bad");
    mkdirSync(at("folder.safetensors"));
    index({
      "in a": "a.safetensors",
      "in both": "a.safetensors",
      "in b": "b.safetensors",
      nowhere: "b.safetensors",
      x: "bad.safetensors",
      y: "missing.safetensors",
      z: "folder.safetensors",
    });
    await fails(
      "6 problems:",
      '\n- "bad.safetensors": 3 bytes are too short for a file',
      '\n- cannot read "missing.safetensors": there is no such file or folder',
      '\n- cannot read "folder.safetensors": it is no regular file',
      '\n- shard "a.safetensors" holds tensor "not listed", which the index does not list',
      '\n- shard "b.safetensors" holds tensor "in both", which the index places in "a.safetensors"',
      '\n- tensor "nowhere" is not in "b.safetensors", where the index places it',
    );
  });

  it("is refused with the first 20 problems of many", async () => {
    index(Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`t${i}`, "x"])));
    await fails("30 problems:", '\n- tensor "t19"', /and 10 more$/);
  });

  it("is refused when a shard is a link that leads out of the folder", async () => {
    mkdirSync(at("inside"));
    mkdirSync(at("inside 2"));
    const folder = at("inside");
    shard("out.safetensors", "t");
    shard("inside 2/out.safetensors", "t");
    shard("inside/real.safetensors", "t");
    writeFileSync(at("inside", INDEX), JSON.stringify({ weight_map: { t: "link.safetensors" } }));
    const link = at("inside", "link.safetensors");
    for (const target of [at("out.safetensors"), "../inside 2/out.safetensors", "/dev/zero"]) {
      symlinkSync(target, link);
      await expect(openSafetensors(folder)).rejects.toThrow(
        /": "link.safetensors": it is a link to ".*", outside of the folder of the index$/,
      );
      rmSync(link);
    }
    symlinkSync("real.safetensors", link);
    await using file = await openSafetensors(folder);
    expect([...file.tensors.keys()]).toEqual(["t"]);
  });

  it("never gives another error than SafetensorsError, whatever bytes are damaged", async () => {
    await saveSafetensors(at("model.safetensors"), state(), { maxShardBytes: 24 });
    const valid = readFileSync(at(INDEX));
    const damage = fc.array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(damage, async (changes) => {
        const bytes = Uint8Array.from(valid);
        for (const [i, byte] of changes) bytes[i] = byte;
        writeFileSync(at(INDEX), bytes);
        await openSafetensors(at(INDEX)).then(
          (file) => file.close(),
          (error: unknown) => expect(error).toBeInstanceOf(SafetensorsError),
        );
      }),
      { numRuns: 300 },
    );
  });
});

describe("a folder", () => {
  it("with a whole model and an index is ambiguous", async () => {
    shard("model.safetensors", "t");
    shard("s.safetensors", "t");
    expect([...(await loadSafetensors(at())).keys()]).toEqual(["t"]);
    index({ t: "s.safetensors" });
    await expect(loadSafetensors(at())).rejects.toThrow(
      /the folder holds both model.safetensors and model.safetensors.i/,
    );
    expect([...(await loadSafetensors(at(INDEX))).keys()]).toEqual(["t"]);
  });
});
