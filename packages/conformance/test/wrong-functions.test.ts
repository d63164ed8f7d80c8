import { cast, customGrad, exp, mul, sum, type Tensor } from "@nn/core";
import { describe, expect, it } from "vitest";
import { allCases, checkCase, plainBackend } from "../src";
import type { Call, Case } from "../src/case";

const right = allCases.find((c) => c.id === "exp/matrix")!;

/** Which checks complain about a function in the place of `exp`. */
async function complaints(fn: (x: Tensor) => Tensor | Tensor[]): Promise<string[]> {
  const call: Call = ({ x }) => fn(x);
  const wrong: Case = { ...right, call };
  const failures = await checkCase(plainBackend(), wrong);
  return [...new Set(failures.map(({ check }) => check))].toSorted();
}

/** exp with another rule for its gradient. */
const withGradient = (backward: (g: Tensor, y: Tensor) => Tensor): ((x: Tensor) => Tensor) => {
  const op = customGrad({
    name: "exp",
    forward: ([x]) => exp(x),
    backward: (g, { output }) => [backward(g, output)],
  });
  return (x) => op([x], undefined);
};

describe("wrong functions", () => {
  it("are told from right ones", async () => {
    expect(await complaints(exp)).toEqual([]);
    expect(await complaints(withGradient((g, y) => mul(g, y)))).toEqual([]);
  });

  it("show in gradients", async () => {
    const found = await complaints(withGradient((g, y) => mul(mul(g, y), 1.001)));
    expect(found).toEqual(["differences", "gradient", "second gradient", "strided"]);
  });

  it("show in second gradients", async () => {
    const found = await complaints(withGradient((g, y) => mul(g, y.detach())));
    expect(found).toEqual(["differences", "second gradient"]);
  });

  it("show in shapes, dtypes and the number of results", async () => {
    expect(await complaints((x) => sum(exp(x)))).toContain("forward");
    expect(await complaints((x) => cast(exp(x), "int32"))).toContain("forward");
    expect(await complaints((x) => [exp(x), exp(x)])).toContain("forward");
  });
});
