import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareCodePoints } from "../../src/safetensors/compare-code-points";

describe("compareCodePoints", () => {
  it("orders text as its UTF-8 bytes are ordered", () => {
    // UTF-16 has the halves of pairs before U+E000.
    const ordered = ["", "a", "aa", "b", "\u{e9}", "\ud7ff", "\ue000", "\uff5e", "\u{10000}", "\u{1f600}", "\u{1f601}"];
    for (const [i, a] of ordered.entries()) {
      for (const [k, b] of ordered.entries()) expect(Math.sign(compareCodePoints(a, b))).toBe(Math.sign(i - k));
    }
  });

  it("agrees with the bytes of any text", () => {
    const text = fc.string({ unit: "binary" });
    fc.assert(
      fc.property(text, text, text, (start, a, b) => {
        const bytes = Buffer.compare(Buffer.from(start + a), Buffer.from(start + b));
        expect(Math.sign(compareCodePoints(start + a, start + b))).toBe(bytes);
      }),
      { numRuns: 1000 },
    );
  });
});
