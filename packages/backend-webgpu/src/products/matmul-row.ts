import type { View } from "@nn/core";
import type { Gpu } from "../gpu/gpu";
import type { Program } from "../gpu/program";
import { storageType } from "../gpu/storage";
import { GROUP_INDEX, linearGroups } from "../wgsl/grid";
import { placing } from "../wgsl/strided";
import type { MatmulSizes } from "./matmul-sizes";
import { biasAt, matrixBindings, matrixBuffers, matrixUniforms, matrixValues } from "./matrices";

const THREADS = 256;

/** A row times a matrix, on GPUs: nothing is used twice but the row, so that reading the matrix is all there is. */
export function matmulRow(gpu: Gpu, sizes: MatmulSizes, y: View, bias?: View): void {
  const { n, k, batches, batch, b } = sizes;
  const stored = storageType(y.dtype) as "f32" | "f16";
  const rank = batch.sizes.length;
  const byLine = b.line === 1 && b.k !== 1;
  const columns = byLine ? 32 : 4;
  const across = Math.ceil(n / columns);
  gpu.run({
    key: `matmul row ${stored} ${rank} ${byLine} ${!!bias}`,
    program: () => rowProgram(stored, rank, columns, byLine, bias !== undefined),
    buffers: matrixBuffers(sizes, y, bias).flat(),
    uniforms: [n, k, across, across * batches, ...matrixValues(sizes, bias)],
    groups: linearGroups(gpu, across * batches),
  });
}

/**
 * Each workgroup computes a few columns, the sum over k of each in shares that are added up by halves. Neighbours read
 * neighbours: along the columns where `byLine`, else along k.
 */
export function rowProgram(
  stored: "f32" | "f16",
  rank: number,
  columns: number,
  byLine: boolean,
  hasBias: boolean,
): Program {
  const shares = THREADS / columns;
  return {
    name: "matmul row",
    bindings: matrixBindings({ a: stored, b: stored, y: stored, bias: hasBias ? stored : undefined }).flat(),
    uniforms: ["n", "k", "across", "groups", ...matrixUniforms(rank)],
    workgroup: [THREADS, 1, 1],
    declarations: `var<workgroup> sums: array<f32, ${THREADS}>;`,
    main: `
      let index = ${GROUP_INDEX};
      if (index >= u.groups) { return; }
      let batch = index / u.across;
      let share = lane ${byLine ? `/ ${columns}u` : `% ${shares}u`};
      let column = index % u.across * ${columns}u + lane ${byLine ? `% ${columns}u` : `/ ${shares}u`};
      var aPlace = u.a_offset;
      var bPlace = u.b_offset + min(column, u.n - 1u) * u.b_line;
      ${placing(rank, "batch", ["a", "b"], ["aPlace", "bPlace"])}
      var sum = 0.0;
      for (var k = share; k < u.k; k += ${shares}u) {
        sum += f32(aData[aPlace + k * u.a_k]) * f32(bData[bPlace + k * u.b_k]);
      }
      sums[lane] = sum;
      for (var half = ${shares / 2}u; half > 0u; half /= 2u) {
        workgroupBarrier();
        if (share < half) { sums[lane] += sums[lane + half${byLine ? ` * ${columns}u` : ""}]; }
      }
      if (share == 0u && column < u.n) {
        yData[batch * u.n + column] = ${stored}(sums[lane]${hasBias ? ` + ${biasAt("column")}` : ""});
      }`,
  };
}
