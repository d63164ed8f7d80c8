import { describe, expect, it } from "vitest";
import { NpyError, parseNpy, serializeNpy } from "../../src/index";
import { golden } from "../golden";

interface Entry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: number[];
  readonly elements: string;
  readonly file: string;
  readonly plain?: true;
}

const { accepted, refused } = JSON.parse(new TextDecoder().decode(golden("numpy/npy.json"))) as {
  accepted: Entry[];
  refused: Entry[];
};
const bytes = (text: string) => new Uint8Array(Buffer.from(text, "base64"));

describe("files of NumPy", () => {
  it.each(accepted.map((entry) => [entry.name, entry] as const))("are read: %s", (_, entry) => {
    const { dtype, shape, data } = parseNpy(bytes(entry.file));
    expect({ dtype, shape }).toEqual({ dtype: entry.dtype, shape: entry.shape });
    expect(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)).toEqual(bytes(entry.elements));
  });

  const plain = accepted.filter((entry) => entry.plain).map((entry) => [entry.name, entry] as const);
  it.each(plain)("are written byte for byte the same: %s", (_, entry) => {
    expect(serializeNpy(parseNpy(bytes(entry.file)))).toEqual(bytes(entry.file));
  });

  it("are there in every dtype", () => {
    expect(new Set(plain.map(([, { dtype }]) => dtype)).size).toBe(12);
  });

  it("start anywhere in a buffer", () => {
    for (const { file, elements } of accepted) {
      const moved = Buffer.concat([Buffer.alloc(3), bytes(file), Buffer.alloc(5)]).subarray(3, -5);
      const { data } = parseNpy(moved);
      expect(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)).toEqual(bytes(elements));
    }
  });

  const reasons: Record<string, RegExp> = {
    complex64: /^dtype "<c8": complex numbers are not supported, expected one of bool, int8/,
    complex128: /^dtype "<c16": complex numbers are not supported/,
    objects: /^dtype "\|O": Python objects, which only Python's pickle reads, by running what the file says, are not/,
    unicode: /^dtype "<U2": unicode strings are not supported/,
    bytes: /^dtype "\|S2": byte strings are not supported/,
    dates: /^dtype "<M8\[D\]": dates are not supported/,
    spans: /^dtype "<m8\[s\]": time spans are not supported/,
    structure: /^structured arrays \(a dtype with fields\) are not supported/,
    raw: /^dtype "\|V3": structures or raw bytes are not supported/,
    float128: /^dtype "<f16": floats of this width are not supported/,
  };
  it.each(refused.map((entry) => [entry.name, entry] as const))("are refused: %s", (name, { file }) => {
    expect(() => parseNpy(bytes(file))).toThrow(NpyError);
    expect(() => parseNpy(bytes(file))).toThrow(reasons[name]);
  });
});
