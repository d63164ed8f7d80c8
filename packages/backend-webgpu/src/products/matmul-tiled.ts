import type { View } from "@nn/core";
import { storageType } from "../gpu/storage";
import type { Gpu } from "../gpu/gpu";
import { placing } from "../wgsl/strided";
import { layoutOf, type MatmulSizes, type Side } from "./matmul-sizes";
import { biasAt, matrixBindings, matrixBuffers, matrixUniforms, matrixValues } from "./matrices";
import type { Operand, ProductText } from "./product";
import { multiplyTiled } from "./tiled";

/** A matrix product of floats for GPUs: see `multiplyTiled`. */
export function matmulTiled(gpu: Gpu, sizes: MatmulSizes, y: View, bias?: View): void {
  const { m, n, k, batches, batch } = sizes;
  const rank = batch.sizes.length;
  const stored = storageType(y.dtype);
  const a = operandOf("a", sizes.a, k, batch.strides[0]);
  const b = operandOf("b", sizes.b, k, batch.strides[1]);
  const [reads, writes] = matrixBuffers(sizes, y, bias);
  multiplyTiled(gpu, {
    key: `matmul ${stored} ${rank} ${a.along} ${!!a.wide} ${b.along} ${!!b.wide} ${!!bias}`,
    text: () => productText(stored, rank, a, b, bias !== undefined),
    m,
    n,
    k,
    batches,
    reads,
    writes,
    uniforms: matrixValues(sizes, bias),
  });
}

function productText(stored: string, rank: number, a: Operand, b: Operand, hasBias: boolean): ProductText {
  const vector = `vec4<${stored}>`;
  const [reads, writes] = matrixBindings({
    a: a.wide ? vector : stored,
    b: b.wide ? vector : stored,
    y: stored,
    bias: hasBias ? stored : undefined,
  });
  return {
    name: "matmul",
    reads,
    writes,
    uniforms: matrixUniforms(rank),
    setup: `
      var aPlace = u.a_offset;
      var bPlace = u.b_offset;
      ${placing(rank, "batch", ["a", "b"], ["aPlace", "bPlace"])}`,
    a,
    b,
    store: `yData[(batch * u.m + row) * u.n + column] = ${stored}(value${hasBias ? ` + ${biasAt("column")}` : ""});`,
  };
}

/** How tiles read a strided side. */
function operandOf(name: "a" | "b", side: Side, k: number, batchStrides: readonly number[]): Operand {
  const layout = layoutOf(side, batchStrides);
  const wide = layout === "k" && k % 4 === 0;
  return {
    along: side.k !== 1 && side.line === 1 ? "line" : "k",
    prepare: `let ${name}Start = ${name}Place + ${name === "a" ? "row" : "column"} * u.${name}_line;`,
    load: wide ? `vec4<f32>(${name}Data[(${name}Start + k) / 4u])` : `f32(${name}Data[${name}Start + k * u.${name}_k])`,
    wide,
  };
}
