import type { Gpu } from "../gpu/gpu";
import { INDEX, LINEAR, linear } from "../wgsl/grid";
import type { Frame } from "./frame";
import { pairOf, perLineOf } from "./frame-text";

/** Bytes of two totals for every chunk. */
export function partBytes({ teams, units }: Frame): number {
  return teams * units.totals * 8;
}

/** WGSL of `sums`: the pairs of all chunks of a line. */
export const SUM_PARTS = `
  var sums = parts[line];
  for (var c = 1u; c < u.chunks; c++) { sums = sums + parts[c * u.lines + line]; }`;

/** Pairs of sums over chunks → gradients of weight (the second of each) and bias (the first; absent without a mean). */
export function addParts(gpu: Gpu, frame: Frame, parts: object, outputs: readonly object[]): void {
  const { chunks } = frame;
  const perLine = perLineOf(frame);
  const lines = frame.teams / chunks;
  gpu.run({
    key: `norm parameter gradients ${perLine} ${outputs.length}`,
    program: () => ({
      name: "norm parameter gradients",
      bindings: [
        { name: "parts", type: pairOf(frame), access: "read" },
        { name: "toWeight", type: perLine, access: "read_write" },
        ...(outputs.length > 1 ? [{ name: "toBias", type: perLine, access: "read_write" } as const] : []),
      ],
      uniforms: ["lines", "chunks"],
      workgroup: [LINEAR, 1, 1],
      main: `
        let line = ${INDEX};
        if (line >= u.lines) { return; }
        ${SUM_PARTS}
        toWeight[line] = ${perLine}(sums[1]);
        ${outputs.length > 1 ? `toBias[line] = ${perLine}(sums[0]);` : ""}`,
    }),
    buffers: [parts, ...outputs],
    uniforms: [lines, chunks],
    groups: linear(gpu, lines),
  });
}
