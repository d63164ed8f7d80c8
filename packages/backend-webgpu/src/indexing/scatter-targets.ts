import { sizeOf } from "@nn/core";
import { EACH, threadsFor } from "../wgsl/each";
import type { Block } from "../gpu/block";
import { REPORT } from "../gpu/faults";
import type { Gpu } from "../gpu/gpu";
import type { Reporting } from "./scatter";
import { LINEAR, linear } from "../wgsl/grid";
import { placeUniforms, placeValues, placing, walk, type Walk } from "../wgsl/strided";

/** Elements that are scattered as rows of `columns`: `count` of them to `places` in the output. */
export interface Rows {
  readonly columns: number;
  readonly count: number;
  readonly places: number;
  /** How the index and the output's places are walked. */
  readonly plan: Walk;
  /** Places from one index to the next. */
  readonly step: number;
}

/** The longest rows whose elements share an index and lie side by side. */
export function rowsOf({ index, y, dim }: Reporting): Rows {
  const along = y.strides.map((stride, d) => (d === dim ? 0 : stride));
  const { sizes, strides } = walk(index.shape, [index.strides, along]);
  const last = sizes.length - 1;
  const step = y.strides[dim] ?? 0;
  const outer = { sizes: sizes.slice(0, -1), strides: strides.map((each) => each.slice(0, -1)) };
  const isRow =
    last >= 0 &&
    strides[0][last] === 0 &&
    strides[1][last] === 1 &&
    [step, ...outer.strides[1]].every((n) => n % sizes[last] === 0);
  const columns = isRow ? sizes[last] : 1;
  if (isRow) outer.strides[1] = outer.strides[1].map((stride) => stride / columns);
  return {
    columns,
    count: sizeOf(index.shape) / columns,
    places: sizeOf(y.shape) / columns,
    plan: isRow ? outer : { sizes, strides },
    step: step / columns,
  };
}

const EMIT = {
  pairs: { type: "vec2<u32>", code: "found[index] = vec2(key, index);" },
  last: { type: "atomic<u32>", code: "if (key < u.places) { atomicMax(&found[key], index + 1u); }" },
};

/**
 * Finds the place of each row: as `pairs` of place and row, with `places` for what is left out, or as the `last` row of
 * each place, counted from 1, where `found` is 0.
 */
export function findTargets(gpu: Gpu, emit: "pairs" | "last", what: Reporting, rows: Rows, found: Block): void {
  const { index, y, dim, fault, skipped = -1 } = what;
  const { count, places, plan, step } = rows;
  const rank = plan.sizes.length;
  const size = y.shape[dim] ?? 1;
  const { type, code } = EMIT[emit];
  const threads = threadsFor(gpu, count);
  gpu.run({
    key: `targets ${emit} ${rank}`,
    program: () => ({
      name: "scatterTargets",
      bindings: [
        { name: "indices", type: "i32", access: "read" },
        { name: "found", type, access: "read_write" },
        { name: "faults", type: "atomic<u32>", access: "read_write" },
      ],
      uniforms: [
        "count",
        "threads",
        "places",
        "step",
        "size",
        "skipped",
        "fault",
        "offset",
        ...placeUniforms(rank, ["i", "y"]),
      ],
      workgroup: [LINEAR, 1, 1],
      declarations: REPORT,
      main: `
        ${EACH} {
          var i_at = u.offset;
          var y_at = 0u;
          ${placing(rank, "index", ["i", "y"], ["i_at", "y_at"])}
          let picked = bitcast<u32>(indices[i_at]);
          var key = y_at + picked * u.step;
          if (picked >= u.size) { report(bitcast<i32>(picked)); key = u.places; }
          if (picked == u.skipped) { key = u.places; }
          ${code}
        }`,
    }),
    buffers: [index.buffer, found, gpu.faults.block],
    uniforms: [count, threads, places, step, size, skipped, fault, index.offset, ...placeValues(plan)],
    groups: linear(gpu, threads),
  });
}
