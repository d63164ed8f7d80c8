// The text of typical shaders: a change shows in review. No device is needed.
import type { View } from "@nn/core";
import { describe, expect, it } from "vitest";
import { hardwareProgram } from "../src/attention/hardware";
import { softwareProgram } from "../src/attention/software";
import { directProgram as directConvolution } from "../src/convolution/direct-program";
import { implicitText } from "../src/convolution/implicit";
import { quotient } from "../src/convolution/quotient";
import { weightProgram } from "../src/convolution/weight-program";
import { cumulativeProgram } from "../src/cumulative/program";
import { elementwiseProgram } from "../src/elementwise";
import { adamCode } from "../src/fused/adam-step";
import { maxProgram } from "../src/fused/max-pool2d";
import type { Gpu } from "../src/gpu/gpu";
import { type Program, sourceOf } from "../src/gpu/program";
import { count, place, scan } from "../src/indexing/radix-programs";
import { joinSums, spanSums } from "../src/indexing/scatter-sums";
import { foldProgram } from "../src/kernels/fold";
import { gatherProgram } from "../src/kernels/gather";
import { frameOf } from "../src/norms/frame";
import { channelsOf, trailing } from "../src/norms/layout";
import { normProgram } from "../src/norms/normalize";
import { normGradProgram } from "../src/norms/normalize-grad";
import { directProgram as directProduct } from "../src/products/direct-program";
import { rowProgram } from "../src/products/matmul-row";
import type { ProductText } from "../src/products/product";
import { planTiles, type Tile } from "../src/products/tile";
import { tiledProgram } from "../src/products/tiled-program";
import { accumulation } from "../src/reduction/accumulation";
import { reductionProgram } from "../src/reduction/program";
import { lineProgram } from "../src/softmax/line-program";
import { vectorProgram } from "../src/vectors";
import { maths } from "../src/wgsl/maths";
import { layoutOf } from "../src/wgsl/vectors";

/** What the layout of a kernel asks of a device. */
const deviceOf = (isSoftware: boolean): Gpu =>
  ({ isSoftware, limits: { maxComputeWorkgroupsPerDimension: 65_535 } }) as unknown as Gpu;

function viewOf(shape: readonly number[], strides: readonly number[] = []): View {
  return { buffer: {}, dtype: "float32", shape, strides, offset: 0 };
}

function sum(turns: number): Program {
  const [a, b] = [viewOf([6, 8], [8, 1]), viewOf([6, 8], [0, 1])];
  const layout = layoutOf(a.shape, [a, b], turns > 1 ? 64 : 0);
  return elementwiseProgram({ name: "add", code: () => "a + b" }, layout, ["f32", "f32"], "f32", turns);
}

/** x · xᵀ for each of a batch, scaled. */
const squares: ProductText = {
  name: "squares",
  reads: [{ name: "x", type: "f32", access: "read" }],
  writes: [{ name: "y", type: "f32", access: "read_write" }],
  uniforms: ["offset", "scale: f32"],
  declarations: "fn element(place: u32) -> f32 { return x[u.offset + place]; }",
  setup: "let base = batch * u.m * u.k;",
  a: { along: "line", prepare: "let start = base + row * u.k;", load: "element(start + k)" },
  b: { along: "k", load: "element(base + column * u.k + k)" },
  store: "y[(batch * u.m + row) * u.n + column] = value * u.scale;",
};
const tile: Tile = { rows: 16, columns: 16, depth: 8, down: 4, across: 4, speed: 1 };
const direct = { stored: "f32", rows: 4, lanes: 8, shares: true, rank: 0, a: "line", b: "k" } as const;

const total = { name: "total", op: "sum", of: "g * y" } as const;
const line = { inputs: ["g", "y"], totals: [total], each: "y * (g - total)", functions: [] };
const running = {
  op: "sum",
  from: "f16",
  type: "f32",
  to: "f16",
  width: 4,
  isAcross: false,
  isContinued: true,
} as const;
const reduced = { isContinued: false, isPartial: false, loaded: 4, stored: 1, outer: 1, inner: 2 } as const;
const halves = accumulation("sum", "float16", "float16");
const extreme = accumulation("max", "float32", "float32");

const onSoftware = frameOf(deviceOf(true), trailing([512, 64], 1), { elements: [viewOf([512, 64])] });
const onHardware = frameOf(deviceOf(false), channelsOf(64, 64, 1), { elements: [viewOf([64, 64])] });
const affine = { centered: true, hasWeight: true, hasBias: true };

const programs: Readonly<Record<string, Program>> = {
  "attention on software adapters": softwareProgram("f32", true, false),
  "attention on hardware": hardwareProgram("f32", false, true, 2),
  "convolution straight from storage": directConvolution(4, true),
  "convolution by tiles": tiledProgram(
    implicitText("f16", quotient(9).text, true, true),
    planTiles(4096, 4096, 4096, 1).tile,
    false,
  ),
  "gradient of a convolution's weight": weightProgram({ outputs: 4, channels: 4, isDepthwise: false }),
  "running sum": cumulativeProgram(running),
  "sum of two in turns": sum(16),
  "sum of two at once": sum(1),
  gather: gatherProgram("gather", "f32", 2, false),
  "gather of rows": gatherProgram("embedding", "vec4<f32>", 1, true),
  fold: foldProgram("f16", 2, ""),
  "radix sort, count on software adapters": count(true),
  "radix sort, scan on hardware": scan(false),
  "radix sort, place on hardware": place(false),
  "sums of spans": spanSums({ stored: "vec4<f16>", sum: "vec4<f32>", mask: "" }),
  "sums of spans, joined": joinSums({ stored: "vec4<f16>", sum: "vec4<f32>", mask: "" }),
  "layer norm on software adapters": normProgram(onSoftware, "whole", affine),
  "gradient of batch norm on hardware": normGradProgram(onHardware, "whole", {
    centered: true,
    hasWeight: true,
    givesParameters: true,
  }),
  "max pool": maxProgram("f32", "2u 2u"),
  "product by tiles": tiledProgram(squares, tile, false),
  "product of a row": rowProgram("f16", 1, 4, false, true),
  "product straight from storage": directProduct({ ...direct, hasTail: true, isWide: false, hasBias: true }),
  "sum on software adapters": reductionProgram(halves, { ...reduced, from: "f16", to: "f16", sharing: "none" }),
  "max with subgroups": reductionProgram(extreme, {
    ...reduced,
    inner: 1,
    from: "f32",
    to: "f32",
    sharing: "subgroups",
  }),
  "softmax's gradient, a line each": lineProgram("rows", line, {
    type: "f32",
    width: 4,
    isAcross: false,
    sharing: "none",
  }),
  "softmax's gradient, in columns": lineProgram("columns", line, {
    type: "f16",
    width: 4,
    isAcross: true,
    sharing: "columns",
  }),
  "Adam's step": vectorProgram(adamCode, "float16", 4),
};

describe("the shader of", () => {
  it.each(Object.entries(programs))("%s is as reviewed", (_, program) => {
    expect(sourceOf(program)).toMatchSnapshot();
  });

  it("exp is as reviewed", () => {
    expect(maths("exp")).toMatchSnapshot();
  });
});
