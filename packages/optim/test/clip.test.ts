import { cpu } from "@nn/backend-cpu";
import { setBackend, tensor } from "@nn/core";
import { beforeAll, describe, expect, it } from "vitest";
import { clipGradNorm, clipGradValue } from "../src";
import golden from "./golden/clipped.json";
import { distance, flat, makeProblem } from "./problem";

beforeAll(() => setBackend(cpu()));

const gradsOf = (params: ReturnType<typeof makeProblem>["params"]): Promise<number[]> =>
  flat(params.map((p) => p.grad!));

describe("clipGradNorm", () => {
  it.each(golden.norm)("norm $normType to $maxNorm", async ({ normType, maxNorm, norm, grads }) => {
    const { params, loss } = makeProblem("float64");
    loss().backward();
    const total = clipGradNorm(params, maxNorm, { normType: normType === "inf" ? Infinity : Number(normType) });
    expect(total.shape).toEqual([]);
    expect(distance(await flat([total]), [norm])).toBeLessThan(1e-11);
    expect(distance(await gradsOf(params), grads.flat())).toBeLessThan(1e-11);
  });

  it("takes one parameter, and gives 0 where there is no gradient", async () => {
    expect(await clipGradNorm(tensor([1, 2], { requiresGrad: true }), 1).item()).toBe(0);
    expect(await clipGradNorm([], 1).item()).toBe(0);
  });

  it("only measures without a limit", async () => {
    const { params, loss } = makeProblem("float64");
    loss().backward();
    const before = await gradsOf(params);
    expect(await clipGradNorm(params, Infinity).item()).toBeCloseTo(golden.norm[2].norm, 11);
    expect(await gradsOf(params)).toEqual(before);
  });

  it("refuses negative norms", () => {
    expect(() => clipGradNorm([], -1)).toThrow("clipGradNorm: maxNorm must be at least 0, got -1");
    expect(() => clipGradNorm([], NaN)).toThrow("clipGradNorm: maxNorm must be at least 0, got NaN");
    expect(() => clipGradNorm([], "1" as never)).toThrow("maxNorm must be at least 0, got 1");
    expect(() => clipGradNorm([], 1, { normType: 0 })).toThrow("normType must be larger than 0");
  });
});

describe("clipGradValue", () => {
  it("limits every element", async () => {
    const { params, loss } = makeProblem("float64");
    loss().backward();
    clipGradValue(params, 0.7);
    expect(distance(await gradsOf(params), golden.value.flat())).toBeLessThan(1e-11);
  });
});
