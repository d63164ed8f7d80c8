import { sizeOf, type View } from "@nn/core";
import type { Gpu } from "../gpu/gpu";
import { storageType } from "../gpu/storage";
import { INDEX, LINEAR, linear } from "../wgsl/grid";
import { placing } from "../wgsl/strided";
import type { MatmulSizes } from "./matmul-sizes";
import { biasAt, matrixBindings, matrixBuffers, matrixUniforms, matrixValues } from "./matrices";

/** A matrix product with an invocation for each element: for integers, which wrap, and for small matrices. */
export function matmulPlain(gpu: Gpu, sizes: MatmulSizes, y: View, bias?: View): void {
  const { m, n, k, batch } = sizes;
  const rank = batch.sizes.length;
  const stored = storageType(y.dtype);
  const type = stored === "i32" ? "i32" : "f32";
  const size = sizeOf(y.shape);
  gpu.run({
    key: `matmul plain ${stored} ${rank} ${!!bias}`,
    program: () => ({
      name: "matmul",
      bindings: matrixBindings({ a: stored, b: stored, y: stored, bias: bias && stored }).flat(),
      uniforms: ["size", "m", "n", "k", ...matrixUniforms(rank)],
      workgroup: [LINEAR, 1, 1],
      main: `
        let index = ${INDEX};
        if (index >= u.size) { return; }
        let column = index % u.n;
        var aPlace = u.a_offset + index / u.n % u.m * u.a_line;
        var bPlace = u.b_offset + column * u.b_line;
        ${placing(rank, "index / u.n / u.m", ["a", "b"], ["aPlace", "bPlace"])}
        var total = ${type}(0);
        for (var i = 0u; i < u.k; i++) {
          total += ${type}(aData[aPlace]) * ${type}(bData[bPlace]);
          aPlace += u.a_k;
          bPlace += u.b_k;
        }
        ${bias ? `total += ${biasAt("column")};` : ""}
        yData[index] = ${stored}(total);`,
    }),
    buffers: matrixBuffers(sizes, y, bias).flat(),
    uniforms: [size, m, n, k, ...matrixValues(sizes, bias)],
    groups: linear(gpu, size),
  });
}
