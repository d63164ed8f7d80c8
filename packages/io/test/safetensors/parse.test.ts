import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SafetensorsError, parseSafetensors, serializeSafetensors } from "../../src/index";
import { readHeaderLength } from "../../src/safetensors/read-header";
import { buildFile, header } from "./build-file";

describe("parseSafetensors", () => {
  it("gives views of the bytes it was given", () => {
    const bytes = buildFile(header({}), 8);
    const view = parseSafetensors(bytes).tensors.get("w")!.bytes;
    bytes[bytes.length - 1] = 99;
    expect(view).toEqual(Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 99));
  });

  it("reads from an ArrayBuffer, a part of a buffer, a Node.js Buffer and shared memory alike", () => {
    const bytes = buildFile(header({}), 8);
    const expected = { dtype: "F32", shape: [2], bytes: Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7) };
    const part = new Uint8Array(bytes.length + 10);
    part.set(bytes, 3);
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
    shared.set(bytes);
    const sources = [bytes.buffer as ArrayBuffer, part.subarray(3, 3 + bytes.length), Buffer.from(bytes), shared];
    for (const source of sources) {
      const read = parseSafetensors(source).tensors.get("w")!;
      expect(read).toEqual(expected);
      expect(read.bytes.constructor).toBe(Uint8Array);
    }
  });

  it("takes tensors in any order, and white space wherever JSON has it", () => {
    const text = `{ "b c" :\t{"shape": [ 1 , 2 ], "data_offsets":[2,4],"dtype":"U8"},\r\n"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]} }  `;
    const { tensors } = parseSafetensors(buildFile(text, 4));
    expect([...tensors.keys()]).toEqual(["b c", "a"]);
    expect(tensors.get("b c")).toEqual({ dtype: "U8", shape: [1, 2], bytes: Uint8Array.of(2, 3) });
  });

  it("takes any number of empty tensors at one place", () => {
    const empty = (name: string, at: number) => `"${name}":{"dtype":"U8","shape":[0],"data_offsets":[${at},${at}]}`;
    const full = `"w":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}`;
    const { tensors } = parseSafetensors(buildFile(`{${full},${empty("a", 0)},${empty("b", 2)},${empty("c", 0)}}`, 2));
    expect(tensors.get("w")?.bytes).toEqual(Uint8Array.of(0, 1));
    expect(tensors.get("b")?.bytes.byteLength).toBe(0);
  });

  it("keeps keys of Object.prototype as plain data", () => {
    const { metadata, tensors } = parseSafetensors(
      buildFile(
        '{"__metadata__":{"__proto__":"x","constructor":"y"},"__proto__":{"dtype":"U8","shape":[],"data_offsets":[0,1]}}',
        1,
      ),
    );
    expect(Object.entries(metadata)).toEqual([
      ["__proto__", "x"],
      ["constructor", "y"],
    ]);
    expect(Object.getPrototypeOf(metadata)).toBeNull();
    expect(tensors.get("__proto__")?.shape).toEqual([]);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it("takes a header of 100 MB, and of all that follows", () => {
    const prefix = (length: bigint) => buildFile("", 0, length);
    expect(readHeaderLength(prefix(100_000_000n), 100_000_008)).toBe(100_000_000);
    expect(() => readHeaderLength(prefix(100_000_000n), 100_000_007)).toThrow(/only 99999999 bytes follow/);
  });

  it("never throws anything but a SafetensorsError, whatever byte is damaged", () => {
    const good = serializeSafetensors(
      [
        ["w", { dtype: "F32", shape: [2, 2], bytes: new Uint8Array(16) }],
        ["b", { dtype: "U8", shape: [3], bytes: new Uint8Array(3) }],
      ],
      { epoch: "1" },
    );
    const edit = fc.record({ at: fc.nat(good.length - 1), value: fc.integer({ min: 0, max: 255 }) });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), fc.nat(good.length), (edits, length) => {
        const bytes = good.slice(0, length % 3 === 0 ? length : good.length);
        for (const { at, value } of edits) if (at < bytes.length) bytes[at] = value;
        try {
          const { tensors } = parseSafetensors(bytes);
          for (const { bytes: view } of tensors.values()) expect(view.byteLength).toBeLessThanOrEqual(bytes.length);
        } catch (error) {
          expect(error).toBeInstanceOf(SafetensorsError);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
