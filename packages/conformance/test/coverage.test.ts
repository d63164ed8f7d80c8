import * as core from "@nn/core";
import { describe, expect, it } from "vitest";
import { allCases } from "../src";
import { coverageGaps } from "../src/coverage";

describe("coverage", () => {
  it("has cases, gradients and second gradients for every op that core exports", () => {
    expect(coverageGaps(core, allCases)).toEqual([]);
  });

  it("sees an op without a case, without gradients, and a stale list", () => {
    const { exp, ...others } = core;
    expect(coverageGaps({ ...core, newOp: () => undefined }, allCases)).toEqual([
      "newOp has no case: add a row to packages/conformance/src/cases",
    ]);
    expect(
      coverageGaps(
        { ...others, exp },
        allCases.filter((c) => c.op !== "exp"),
      ),
    ).toHaveLength(1);
    const flat = allCases.map((c) => (c.op === "exp" ? { ...c, second: false } : c));
    expect(coverageGaps(core, flat)).toEqual(["exp has no case with a second gradient"]);
    const { scope: _, ...withoutScope } = core;
    expect(coverageGaps(withoutScope, allCases)).toEqual([
      "scope is listed in coverage.ts but core does not export it",
    ]);
  });

  it("names every case once", () => {
    const ids = allCases.map((c) => c.id);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  });

  it("keeps golden cases small", () => {
    const sizes = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
    const big = allCases.filter(
      (c) => c.torch !== undefined && Object.values(c.inputs).some((x) => sizes(x.shape) > 300),
    );
    expect(big.map((c) => c.id)).toEqual([]);
  });
});
