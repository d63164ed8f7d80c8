import { describe, expect, it } from "vitest";
import { allCases } from "../src";
import { exceptionFor, unmet, type Exception } from "../src/exceptions";

const reason = "the device rounds so";
const c = allCases.find((row) => row.op === "exp")!;
const check = { name: "forward", dtype: "float32" } as const;

describe("exceptions", () => {
  it("turn failures into passes and passes into failures", () => {
    const exception: Exception = { op: "exp", reason };
    expect(unmet(["wrong"], undefined)).toEqual(["wrong"]);
    expect(unmet([], undefined)).toEqual([]);
    expect(unmet(["wrong"], exception)).toEqual([]);
    expect(unmet([], exception)).toEqual(["an excepted check passed: remove its exception (the device rounds so)"]);
  });

  it("cover what they name and no more", () => {
    expect(exceptionFor([{ op: "exp", reason }], c, check)).toBeDefined();
    expect(
      exceptionFor([{ op: "exp", label: c.label, check: "forward", dtype: "float32", reason }], c, check),
    ).toBeDefined();
    expect(exceptionFor([{ op: "sin", reason }], c, check)).toBeUndefined();
    expect(exceptionFor([{ op: "exp", label: "another", reason }], c, check)).toBeUndefined();
    expect(exceptionFor([{ op: "exp", check: "gradient", reason }], c, check)).toBeUndefined();
    expect(exceptionFor([{ op: "exp", dtype: "float64", reason }], c, check)).toBeUndefined();
  });
});
