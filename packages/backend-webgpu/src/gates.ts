import type { View } from "@nn/core";
import type { Gpu } from "./gpu/gpu";
import { runVectors, type VectorCode, widthOf } from "./vectors";

/** Runs the cell `code` for each vector of states [n,h]; a gate is `u.h` vectors behind the one before it. */
export function gates(
  gpu: Gpu,
  code: VectorCode,
  reads: readonly View[],
  writes: readonly View[],
  [n, h]: readonly number[],
): void {
  const width = widthOf(reads, h);
  runVectors(gpu, code, reads[0].dtype, width, (n * h) / width, reads, writes, [h / width]);
}
