import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { cpu } from "@nn/backend-cpu";
import { Tensor, type TypedArray, memoryStats, setBackend, tensor } from "@nn/core";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import {
  CheckpointError,
  type CheckpointTree,
  loadCheckpoint,
  loadSafetensors,
  parseSafetensors,
  saveCheckpoint,
  serializeSafetensors,
  type RawTensor,
} from "../../src/index";
import { contents, scratch } from "../scratch";

const at = scratch();
beforeAll(() => setBackend(cpu()));

/** The tree with what tensors hold in their place. */
async function plain(tree: CheckpointTree | undefined): Promise<unknown> {
  if (tree instanceof Tensor) {
    const data: TypedArray = await tree.data();
    return { dtype: tree.dtype, shape: [...tree.shape], bytes: [...new Uint8Array(data.buffer)] };
  }
  if (Array.isArray(tree)) return await Promise.all(tree.map(plain));
  if (typeof tree !== "object" || tree === null) return tree;
  const entries = Object.entries(tree).map(async ([key, value]) => [key, await plain(value)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

const roundTrip = async (tree: CheckpointTree): Promise<CheckpointTree> => {
  await saveCheckpoint(at("c.safetensors"), tree);
  return await loadCheckpoint(at("c.safetensors"));
};

describe("a checkpoint", () => {
  it("gives back the tree", async () => {
    const tree = {
      step: 12,
      model: {
        "0.weight": tensor(Float32Array.of(0.1, -0, NaN, Infinity), { shape: [2, 2] }),
        "0.bias": tensor(Float64Array.of(0.1, 5e-324)),
      },
      optimizer: { state: { 0: { step: 3, mask: tensor([true, false]) } }, groups: [{ lr: 1e-3, params: [0, 1] }] },
      random: [tensor(Int32Array.of(-(2 ** 31), 7)), tensor(Uint8Array.of(0, 255)), tensor(3)],
      empty: { list: [], object: {}, tensor: tensor(new Float32Array(0), { shape: [0, 3] }) },
      none: null,
      flags: [true, false],
    };
    expect(await plain(await roundTrip(tree))).toEqual(await plain(tree));
    expect(readdirSync(at())).toEqual(["c.safetensors"]);
  });

  it.each([tensor, () => 5, () => "text", () => null, () => true, () => []])("may be a single value", async (make) => {
    const tree = (make as (value: number) => CheckpointTree)(7);
    expect(await plain(await roundTrip(tree))).toEqual(await plain(tree));
  });

  it("gives back every number bit by bit", async () => {
    const numbers = [
      0,
      -0,
      NaN,
      Infinity,
      -Infinity,
      5e-324,
      2 ** 53,
      -(2 ** 53),
      1.7976931348623157e308,
      0.1 + 0.2,
      1e21,
    ];
    const loaded = (await roundTrip(numbers)) as number[];
    expect(loaded.map((value, i) => Object.is(value, numbers[i]))).toEqual(numbers.map(() => true));
  });

  it("gives back any tree", async () => {
    const { tree } = fc.letrec<{ tree: CheckpointTree; object: CheckpointTree }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.double(),
        fc.string({ unit: "binary" }),
        fc.constantFrom("$", "$$", "$tensor:a", "$number:NaN", "$number:x", "\ud800", true, false, null, -0),
        fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), { maxLength: 3 }).map((values) => tensor(Int32Array.from(values))),
        fc.array(tie("tree"), { maxLength: 4 }),
        tie("object"),
      ),
      object: fc
        .array(fc.tuple(fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("", ".", "a.b", "a", "b", "0", "__proto__", "__metadata__", "constructor", "a#2", "\udc00")), tie("tree")), { maxLength: 4 })
        .map((entries) => Object.fromEntries(entries)),
    })); // oxfmt-ignore
    await fc.assert(
      fc.asyncProperty(tree, async (value) => {
        expect(await plain(await roundTrip(value))).toEqual(await plain(value));
      }),
      { numRuns: 300 },
    );
  });

  it("keeps odd keys, and puts nothing on the prototype", async () => {
    const tree = JSON.parse('{"__proto__": {"x": 1}, "": 2, "a.b": 3, "toString": 4}') as CheckpointTree;
    const loaded = (await roundTrip(tree)) as Record<string, CheckpointTree>;
    expect(Object.keys(loaded)).toEqual(["__proto__", "", "a.b", "toString"]);
    expect(Object.getPrototypeOf(loaded)).toBe(Object.prototype);
    expect(loaded.x).toBeUndefined();
  });

  it("leaves undefined members out", async () => {
    expect(await roundTrip({ a: undefined, b: { c: undefined, d: 1 } })).toEqual({ b: { d: 1 } });
  });

  it("names tensors as PyTorch does, and tells equal names apart", async () => {
    const t = (value: number) => tensor([value]);
    await saveCheckpoint(at("c.safetensors"), {
      model: { "0.weight": t(1), "1": { weight: t(2) }, "1.weight": t(3) },
      __metadata__: t(4),
      "": { "": t(5) },
    });
    expect(await contents(await loadSafetensors(at("c.safetensors")))).toMatchObject({
      "model.0.weight": { data: Float32Array.of(1) },
      "model.1.weight": { data: Float32Array.of(2) },
      "model.1.weight#2": { data: Float32Array.of(3) },
      "__metadata__#2": { data: Float32Array.of(4) },
      ".": { data: Float32Array.of(5) },
    });
  });

  it("holds the values at the call", async () => {
    const weight = tensor(Float32Array.of(1, 2));
    const tree = { weight, history: [1] };
    const saved = saveCheckpoint(at("c.safetensors"), tree);
    weight.assign(tensor(Float32Array.of(8, 9)));
    tree.history.push(2);
    weight.dispose();
    await saved;
    expect(await plain(await loadCheckpoint(at("c.safetensors")))).toEqual(
      await plain({ weight: tensor(Float32Array.of(1, 2)), history: [1] }),
    );
  });

  it("is the same file for the same tree", async () => {
    const tree = () => ({ b: tensor([1]), a: [tensor([2]), NaN] });
    await saveCheckpoint(at("a"), tree());
    await saveCheckpoint(at("b"), tree());
    expect(readFileSync(at("a"))).toEqual(readFileSync(at("b")));
  });
});

describe("a tree that no checkpoint holds", () => {
  class Thing {
    value = 1;
  }
  const loop: { a: { b: unknown } } = { a: { b: 0 } };
  loop.a.b = loop;
  const deep = Array.from({ length: 600 }).reduce<unknown>((inner) => [inner], 0);
  const freed = () => {
    const t = tensor([1]);
    t.dispose();
    return t;
  };
  const refused: readonly [title: string, tree: () => unknown, message: string | RegExp][] = [
    ["undefined", () => undefined, "the tree: a checkpoint cannot hold undefined, except as a member of an object"],
    ["undefined in an array", () => ({ a: [1, undefined] }), '"a.1": a checkpoint cannot hold undefined'],
    ["a hole", () => Object.assign([1], { length: 3 }), '"1": a checkpoint cannot hold undefined'],
    ["a function", () => ({ f: () => 1 }), '"f": a checkpoint cannot hold a function; expected tensors, numbers'],
    ["a symbol", () => [Symbol("x")], '"0": a checkpoint cannot hold a symbol'],
    ["a bigint", () => [1n], '"0": a checkpoint cannot hold a bigint'],
    ["a map", () => ({ m: new Map() }), '"m": a checkpoint cannot hold a Map; give it as a plain object: Object.fromEntries'],
    ["a set", () => ({ m: new Set() }), '"m": a checkpoint cannot hold a Set; give it as an array: [...set]'],
    ["a typed array", () => [new Float32Array(1)], '"0": a checkpoint cannot hold a Float32Array; give it as a tensor'],
    ["a date", () => [new Date()], '"0": a checkpoint cannot hold an instance of Date; give it as a plain object'],
    ["an instance", () => [new Thing()], '"0": a checkpoint cannot hold an instance of Thing; give it as a plain'],
    ["an object of an odd prototype", () => [Object.create({ constructor: 1 })], '"0": a checkpoint cannot hold this object'],
    ["itself", () => loop, '"a.b": the tree contains itself here'],
    ["a deep tree", () => deep, "the tree is deeper than 500 levels"],
    ["a freed tensor", () => ({ a: { b: freed() } }), 'tensor "a.b": data: '],
  ]; // oxfmt-ignore
  it.each(refused)("is refused, and no file is written: %s", async (_, tree, message) => {
    const saved = saveCheckpoint(at("c"), tree() as CheckpointTree);
    await expect(saved).rejects.toThrow(CheckpointError);
    await expect(saved).rejects.toThrow(message);
    expect(readdirSync(at())).toEqual([]);
  });

  it("is not one that shares a part", async () => {
    // A backend of its own: what other tests left to the collector may go at any time.
    setBackend(cpu());
    const shared = { x: 1, t: tensor([2]) };
    expect(await plain(await roundTrip({ a: shared, b: [shared, shared] }))).toMatchObject({
      a: { x: 1 },
      b: [{ x: 1 }, {}],
    });
  });
});

describe("a file that is no checkpoint", () => {
  const raw: RawTensor = { dtype: "U8", shape: [1], bytes: Uint8Array.of(1) };
  const w: (readonly [string, RawTensor])[] = [["w", raw]];
  const tree = (value: unknown, version: unknown = 1) => ({
    "nn.checkpoint": JSON.stringify({ version, tree: value }),
  });
  const nested = (depth: number) => `{"version":1,"tree":${"[".repeat(depth)}${"]".repeat(depth)}}`;
  const refused: readonly [title: string, bytes: Uint8Array, message: string][] = [
    ["nothing", new Uint8Array(0), "0 bytes are too short for a file"],
    ["other safetensors", serializeSafetensors(w, { format: "pt" }), 'it is no checkpoint: its metadata has no "nn.checkpoint"'],
    ["no metadata", serializeSafetensors(w), "it is no checkpoint"],
    ["no JSON", serializeSafetensors([], { "nn.checkpoint": "{" }), "its tree is no JSON"],
    ["JSON null", serializeSafetensors([], { "nn.checkpoint": "null" }), 'its metadata holds no "tree"'],
    ["JSON text", serializeSafetensors([], { "nn.checkpoint": '"tree"' }), 'its metadata holds no "tree"'],
    ["no tree", serializeSafetensors([], { "nn.checkpoint": '{"version":1}' }), 'its metadata holds no "tree"'],
    ["no version", serializeSafetensors([], { "nn.checkpoint": '{"tree":1}' }), 'its version is "none", expected 1'],
    ["another version", serializeSafetensors([], tree(1, 2)), 'its version is "2", expected 1: another release of @nn/io wrote it'],
    ["a version in quotes", serializeSafetensors([], tree(1, "1")), 'its version is "\\"1\\"", expected 1'],
    ["a missing tensor", serializeSafetensors([], tree("$tensor:w")), 'tensor "w" of the tree is not in the file'],
    ["a tensor of Object.prototype", serializeSafetensors([], tree("$tensor:toString")), 'tensor "toString" of the tree is not'],
    ["a tensor without a place", serializeSafetensors(w, tree({ a: 1 })), 'tensor "w" has no place in the tree'],
    ["a tensor in two places", serializeSafetensors(w, tree(["$tensor:w", "$tensor:w"])), 'tensor "w" has two places in the tree'],
    ["all of these", serializeSafetensors(w, tree(["$tensor:x", "$number:1", "$what"])), '4 problems:\n- tensor "x" of the tree is not in the file\n- "$number:1" in the tree is neither a tensor nor a number\n- "$what" in'],
    ["a deep tree", serializeSafetensors([], { "nn.checkpoint": nested(501) }), "its tree is deeper than 500 levels"],
    ["a tree of a million levels", serializeSafetensors([], { "nn.checkpoint": nested(1_000_000) }), "its tree "],
    ["a bool of 2", serializeSafetensors([["w", { dtype: "BOOL", shape: [1], bytes: Uint8Array.of(2) }]], tree("$tensor:w")), 'tensor "w": element 0 of BOOL is 2, expected 0 or 1'],
    ["a dtype that the backend lacks", serializeSafetensors([["w", { dtype: "F16", shape: [1], bytes: Uint8Array.of(0, 1) }]], tree("$tensor:w")), 'tensor "w": '],
  ]; // oxfmt-ignore
  it.each(refused)("is refused: %s", async (_, bytes, message) => {
    writeFileSync(at("c"), bytes);
    const before = memoryStats().bytes;
    const loaded = loadCheckpoint(at("c"));
    await expect(loaded).rejects.toThrow(CheckpointError);
    await expect(loaded).rejects.toThrow(`${JSON.stringify(at("c"))}: `);
    await expect(loaded).rejects.toThrow(message);
    expect(memoryStats().bytes).toBe(before);
  });

  it("is refused when it is missing or a folder", async () => {
    await expect(loadCheckpoint(at("none"))).rejects.toThrow(/^cannot read ".*none": there is no such file or folder$/);
    await expect(loadCheckpoint(at())).rejects.toThrow(CheckpointError);
  });

  it("is refused with a CheckpointError, whatever bytes are damaged", async () => {
    await saveCheckpoint(at("valid"), { a: [tensor([1, 2]), NaN, "$"], b: { "c.d": tensor([true]), e: -0 } });
    const valid = readFileSync(at("valid"));
    const bytes = fc.array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(bytes, fc.option(fc.nat(valid.length), { freq: 5 }), async (changes, cut) => {
        const damaged = Uint8Array.from(valid).slice(0, cut ?? valid.length);
        for (const [i, byte] of changes) damaged[i] = byte;
        writeFileSync(at("c"), damaged);
        await loadCheckpoint(at("c")).catch((error: unknown) => expect(error).toBeInstanceOf(CheckpointError));
      }),
      { numRuns: 500 },
    );
  });

  it("names the version that it has", async () => {
    await saveCheckpoint(at("c"), [1]);
    expect(parseSafetensors(readFileSync(at("c"))).metadata["nn.checkpoint"]).toBe('{"version":1,"tree":[1]}');
  });
});
