import type { View } from "@nn/core";
import type { Gpu } from "../gpu/gpu";
import { storageType } from "../gpu/storage";
import { linearGroups } from "../wgsl/grid";
import { columnsOf, type DirectPlan, directProgram } from "./direct-program";
import { layoutOf, type MatmulSizes } from "./matmul-sizes";
import { matrixBuffers, matrixValues } from "./matrices";

/** Products of fewer multiplications gain less by more rows than their compilation by LLVM costs. */
const LARGE = 2 ** 23;

/** A matrix product for adapters that compute on the processor: see `directProgram`. */
export function matmulDirect(gpu: Gpu, sizes: MatmulSizes, y: View, bias?: View): void {
  const { m, n, k, batches, batch, a, b } = sizes;
  const stored = storageType(y.dtype) as "f32" | "f16";
  const { subgroupMinSize, subgroupMaxSize } = gpu.info;
  const lanes = subgroupMaxSize === 4 ? 4 : 8;
  const rows = m === 1 ? 1 : lanes === 8 && m * n * k * batches < LARGE ? 4 : 8;
  const plan: DirectPlan = {
    stored,
    rows,
    lanes,
    // What is read for one row only is not worth handing on, and SwiftShader hands on slowly.
    shares: rows > 1 && subgroupMinSize === 8 && subgroupMaxSize === 8 && gpu.features.has("subgroups"),
    rank: batch.sizes.length,
    a: layoutOf(a, batch.strides[0]),
    b: layoutOf(b, batch.strides[1]),
    hasTail: k % 4 > 0,
    isWide: n % 4 === 0,
    hasBias: bias !== undefined,
  };
  const down = Math.ceil(m / rows);
  const across = Math.ceil(n / columnsOf(plan));
  gpu.run({
    key: `matmul direct ${Object.values(plan).join()}`,
    program: () => directProgram(plan),
    buffers: matrixBuffers(sizes, y, bias).flat(),
    uniforms: [m, n, k, down, across, down * across * batches, ...matrixValues(sizes, bias)],
    groups: linearGroups(gpu, down * across * batches),
  });
}
