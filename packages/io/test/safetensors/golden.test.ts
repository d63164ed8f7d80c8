import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { SAFETENSORS_DTYPES, parseSafetensors, serializeSafetensors } from "../../src/index";

const golden = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../golden/${name}.safetensors`, import.meta.url)));

describe("files of the reference implementation", () => {
  it("holds every dtype's bytes", () => {
    const { metadata, tensors } = parseSafetensors(golden("dtypes"));
    expect({ ...metadata }).toEqual({ format: "pt" });
    // The reference's Python package does not write the dtypes of 6 bits.
    const written = SAFETENSORS_DTYPES.filter((dtype) => !dtype.startsWith("F6_"));
    expect(new Set([...tensors.values()].map(({ dtype }) => dtype))).toEqual(new Set(written));
    expect(tensors.get("float4_e2m1fn_x2")).toMatchObject({ dtype: "F4", shape: [4], bytes: { length: 2 } });
    expect(tensors.get("int16")).toEqual({ dtype: "I16", shape: [2], bytes: Uint8Array.of(128, 129, 130, 131) });
    expect(tensors.get("bool")).toEqual({ dtype: "BOOL", shape: [2], bytes: Uint8Array.of(1, 0) });
    expect(tensors.get("uint64")?.bytes).toEqual(Uint8Array.from({ length: 16 }, (_, i) => 32 + i));
  });

  it("holds names of any kind", () => {
    const { tensors } = parseSafetensors(golden("names"));
    expect([...tensors.keys()]).toEqual([
      "",
      "10",
      "9",
      "__proto__",
      "a",
      "b",
      "line\nbreak\x01\x7f",
      'quote"\\',
      "é",
      "\uff5e",
      "\u{1f600}",
    ]);
    expect(tensors.get("__proto__")).toEqual({ dtype: "F32", shape: [0, 3], bytes: new Uint8Array(0) });
    expect(tensors.get("b")).toEqual({ dtype: "F32", shape: [], bytes: Uint8Array.of(0, 1, 2, 3) });
  });

  it("is empty", () => {
    expect(parseSafetensors(golden("empty")).tensors.size).toBe(0);
  });

  it.each(["dtypes", "names", "empty"])("is written byte for byte the same: %s", (name) => {
    const { metadata, tensors } = parseSafetensors(golden(name));
    const shuffled = [...tensors].reverse();
    expect(serializeSafetensors(shuffled, metadata)).toEqual(golden(name));
  });
});
