import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type RawTensor,
  SAFETENSORS_DTYPES,
  SafetensorsError,
  parseSafetensors,
  serializeSafetensors,
} from "../../src/index";
import { ITEM_BITS } from "../../src/safetensors/dtypes";

const raw = (dtype: RawTensor["dtype"], shape: number[], length: number): RawTensor => ({
  dtype,
  shape,
  bytes: Uint8Array.from({ length }, (_, i) => i + 1),
});

const anyTensor = fc
  .record({
    dtype: fc.constantFrom(...SAFETENSORS_DTYPES),
    shape: fc.array(fc.nat(4), { maxLength: 3 }),
    fill: fc.nat(255),
  })
  .map(({ dtype, shape, fill }): RawTensor => {
    const bits = shape.reduce((product, length) => product * length, ITEM_BITS[dtype]);
    // Whole bytes of dtypes that are narrower.
    const whole = bits % 8 === 0 ? shape : [...shape, 4];
    return { dtype, shape: whole, bytes: new Uint8Array(bits % 8 === 0 ? bits / 8 : bits / 2).fill(fill) };
  });
const anyText = fc.string({ unit: "binary" });
const anyName = anyText.filter((name) => name !== "__metadata__");
const anyFile = fc.record({
  tensors: fc.uniqueArray(fc.tuple(anyName, anyTensor), { selector: ([name]) => name }),
  metadata: fc.dictionary(anyText, anyText),
});

describe("serializeSafetensors", () => {
  it("writes these bytes", () => {
    const bytes = serializeSafetensors([["w", raw("I16", [2], 4)]], { k: "v" });
    const text = '{"__metadata__":{"k":"v"},"w":{"dtype":"I16","shape":[2],"data_offsets":[0,4]}}';
    const padding = " ".repeat(80 - text.length);
    expect(bytes).toEqual(Uint8Array.from([80, 0, 0, 0, 0, 0, 0, 0, ...Buffer.from(text + padding), 1, 2, 3, 4]));
  });

  it("keeps everything, for any tensors and metadata", () => {
    fc.assert(
      fc.property(anyFile, ({ tensors, metadata }) => {
        const read = parseSafetensors(serializeSafetensors(tensors, metadata));
        expect(read.tensors).toEqual(new Map(tensors));
        expect(new Map(Object.entries(read.metadata))).toEqual(new Map(Object.entries(metadata)));
      }),
    );
  });

  it("gives the same bytes for any order of tensors and metadata, with the data at a multiple of 8", () => {
    fc.assert(
      fc.property(anyFile, ({ tensors, metadata }) => {
        const bytes = serializeSafetensors(tensors, metadata);
        const reversed = Object.fromEntries(Object.entries(metadata).reverse());
        expect(serializeSafetensors([...tensors].reverse(), reversed)).toEqual(bytes);
        expect(bytes[0] % 8).toBe(0);
      }),
    );
  });

  const refused: readonly [title: string, tensors: [string, RawTensor][], metadata: object, message: RegExp][] = [
    ["a name given twice", [["a", raw("U8", [1], 1)], ["a", raw("U8", [1], 1)]], {}, /^tensor "a": two tensors/],
    ["the name of the metadata", [["__metadata__", raw("U8", [1], 1)]], {}, /^tensor "__metadata__": the name is reserved/],
    ["an unpaired surrogate", [["\ud800", raw("U8", [1], 1)]], {}, /^tensor "\\ud800": an unpaired surrogate/],
    ["an unknown dtype", [["a", raw("F5" as "U8", [1], 1)]], {}, /^tensor "a": unknown dtype "F5", expected one of/],
    ["elements that fill no whole bytes", [["a", raw("F6_E2M3", [2], 1)]], {}, /^tensor "a": shape \[2\] of F6_E2M3 takes 12 bits, expected a multiple of 8/],
    ["a negative size", [["a", raw("U8", [-1, -1], 1)]], {}, /^tensor "a": shape \[-1,-1\] must hold non-negative/],
    ["a fraction as size", [["a", raw("U8", [0.5], 1)]], {}, /^tensor "a": shape \[0.5\] must hold non-negative/],
    ["a size past 2^53", [["a", raw("U8", [2 ** 40, 2 ** 40], 1)]], {}, /^tensor "a": shape .* is too large/],
    ["bytes that do not fit the shape", [["a", raw("F32", [2], 7)]], {}, /^tensor "a": holds 7 bytes, expected 8 for/],
    ["metadata that is no string", [], { a: 1 }, /^__metadata__ "a": expected a string, found number/],
    ["an unpaired surrogate in metadata", [], { a: "\udc00" }, /^__metadata__ "a": an unpaired surrogate/],
  ]; // oxfmt-ignore

  it.each(refused)("refuses %s", (_, tensors, metadata, message) => {
    const serialize = () => serializeSafetensors(tensors, metadata as Record<string, string>);
    expect(serialize).toThrow(SafetensorsError);
    expect(serialize).toThrow(message);
  });

  it("refuses a header that no reader takes", () => {
    const metadata = { text: "x".repeat(100_000_000) };
    expect(() => serializeSafetensors([], metadata)).toThrow(
      /^the header takes 1000000\d\d bytes, expected at most 100000000/,
    );
  }, 60_000);
});
