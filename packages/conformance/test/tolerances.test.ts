import { describe, expect, it } from "vitest";
import { difference } from "../src/compare";
import { boundOf, tolerances, type ToleranceName } from "../src/tolerances";

const NAMES = Object.keys(tolerances) as ToleranceName[];

describe("tolerances", () => {
  it("have a source", () => {
    for (const { source } of Object.values(tolerances)) expect(source.length).toBeGreaterThan(20);
  });

  it("get wider with the order of the derivative and narrower with the dtype", () => {
    for (const name of NAMES) {
      for (const order of [0, 1, 2] as const) {
        const [half, single, double] = (["float16", "float32", "float64"] as const).map((d) => boundOf(name, d, order));
        expect(half.rtol).toBeGreaterThanOrEqual(single.rtol);
        expect(single.rtol).toBeGreaterThanOrEqual(double.rtol);
      }
      expect(boundOf(name, "float32", 1).rtol).toBeGreaterThanOrEqual(boundOf(name, "float32", 0).rtol);
      expect(boundOf(name, "float32", 2).rtol).toBeGreaterThanOrEqual(boundOf(name, "float32", 1).rtol);
    }
  });

  it("leave no wrong digit in float32 beyond the fourth", () => {
    for (const name of NAMES) expect(boundOf(name, "float32", 2).rtol).toBeLessThan(2e-4);
  });
});

describe("difference", () => {
  const exact = { rtol: 0, atol: 0 };

  it("takes equal numbers, NaN for NaN and infinities for infinities", () => {
    expect(difference("x", [1, NaN, Infinity, -Infinity], [1, NaN, Infinity, -Infinity], exact)).toBeUndefined();
    expect(difference("x", [0], [-0], exact)).toBeUndefined();
  });

  it.each([
    ["NaN", [NaN], [1]],
    ["a number for NaN", [1], [NaN]],
    ["infinity", [Infinity], [1]],
    ["the other infinity", [-Infinity], [Infinity]],
    ["a number for infinity", [3e38], [Infinity]],
    ["too few", [1], [1, 2]],
  ])("refuses %s whatever the bound", (_, actual, expected) => {
    expect(difference("x", actual, expected, { rtol: 1, atol: 1, scaled: true })).toBeDefined();
  });

  it("names the worst element", () => {
    expect(difference("the result", [1, 2.5, 3.1], [1, 2, 3], { rtol: 0.01, atol: 0 })).toBe(
      "the result: element 1 is 2.5, expected 2 (2 of 3 differ)",
    );
  });

  it("scales the absolute bound where terms cancel", () => {
    expect(difference("x", [1000, 0.005], [1000, 0], { rtol: 0, atol: 1e-5, scaled: true })).toBeUndefined();
    expect(difference("x", [1000, 0.005], [1000, 0], { rtol: 0, atol: 1e-5 })).toBeDefined();
  });
});
