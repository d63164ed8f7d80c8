import type { Kernel } from "@nn/core";
import { describe, expect, it } from "vitest";
import { gelu } from "../src/fused/gelu";
import { geluGrad } from "../src/fused/gelu-grad";
import { silu } from "../src/fused/silu";
import { siluGrad } from "../src/fused/silu-grad";
import type { Gpu } from "../src/gpu/gpu";
import { firstOff, listOf, outputOf, resultOf, viewOf } from "./fused-views";
import { PLANS, openPlans } from "./plans";

const gpuOf = openPlans();
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const C = Math.sqrt(2 / Math.PI);
const tanhSlope = (x: number): number => {
  const t = Math.tanh(C * (x + 0.044715 * x ** 3));
  return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * C * (1 + 3 * 0.044715 * x * x);
};

/** Simpson's rule from 0. */
function normalCdf(x: number): number {
  const n = 200;
  const a = Math.max(-9, Math.min(9, x));
  const terms = listOf(n + 1, (i) => (i === 0 || i === n ? 1 : i % 2 ? 4 : 2) * Math.exp(-(((a * i) / n) ** 2) / 2));
  return 0.5 + (terms.reduce((sum, term) => sum + term) * a) / n / 3 / Math.sqrt(2 * Math.PI);
}

interface Row {
  readonly kernel: (gpu: Gpu) => Kernel<{ approximate: "none" | "tanh" }>;
  readonly approximate?: "none" | "tanh";
  readonly of: (x: number) => number;
  readonly isGradient?: boolean;
}

const density = (x: number): number => Math.exp(-(x * x) / 2) / Math.sqrt(2 * Math.PI);

const rows: Record<string, Row> = {
  gelu: { kernel: gelu, of: (x) => x * normalCdf(x) },
  "gelu by tanh": { kernel: gelu, approximate: "tanh", of: (x) => 0.5 * x * (1 + Math.tanh(C * (x + 0.044715 * x ** 3))) },
  geluGrad: { kernel: geluGrad, of: (x) => normalCdf(x) + x * density(x), isGradient: true },
  "geluGrad by tanh": { kernel: geluGrad, approximate: "tanh", of: tanhSlope, isGradient: true },
  silu: { kernel: silu, of: (x) => x * sigmoid(x) },
  siluGrad: { kernel: siluGrad, of: (x) => sigmoid(x) * (1 + x * (1 - sigmoid(x))), isGradient: true },
}; // oxfmt-ignore

describe.each(Object.entries(rows))("%s", (_, { kernel, approximate = "none", of, isGradient }) => {
  it.each(PLANS)("%s", async (plan) => {
    const gpu = gpuOf(plan);
    for (const length of [6, 9001]) {
      const extremes = [NaN, 1e4, -1e4, 100, -100, 0];
      const x = listOf(length, (i) => extremes[i] ?? Math.fround((i % 500) / 25 - 10));
      const g = listOf(length, (i) => (i % 3) - 1);
      const views = [viewOf(gpu, x, [length])];
      if (isGradient) views.unshift(viewOf(gpu, g, [length]));
      const y = outputOf(gpu, [length]);
      kernel(gpu)(views, [y], { approximate });
      const wanted = x.map((v, i) => of(v) * (isGradient ? g[i] : 1));
      expect(firstOff(await resultOf(gpu, y), wanted, 1e-6)).toBeUndefined();
    }
  });
});
