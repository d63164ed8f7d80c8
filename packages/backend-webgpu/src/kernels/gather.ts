import { type Primitives, sizeOf, type View } from "@nn/core";
import { EACH, threadsFor } from "../wgsl/each";
import { REPORT } from "../gpu/faults";
import type { Gpu } from "../gpu/gpu";
import type { Program } from "../gpu/program";
import { storageType } from "../gpu/storage";
import type { For } from "../kernel";
import { LINEAR, linear } from "../wgsl/grid";
import { placeUniforms, placeValues, placing, walk } from "../wgsl/strided";

/** Elements that an invocation copies where few do the work. */
const SOFTWARE_RUN = 64;

const NAMES = [
  "count",
  "threads",
  "pieces",
  "run",
  "units",
  "fault",
  "length",
  "step",
  "x_offset",
  "i_offset",
  "x_inner",
  "i_inner",
];

/** Each invocation copies up to `run` neighbours of one row; with `rows`, one index stands for a whole row. */
export function gatherProgram(op: string, type: string, rank: number, rows: boolean): Program {
  return {
    name: op,
    bindings: [
      { name: "xs", type, access: "read" },
      { name: "indices", type: "i32", access: "read" },
      { name: "ys", type, access: "read_write" },
      { name: "faults", type: "atomic<u32>", access: "read_write" },
    ],
    uniforms: [...NAMES, ...placeUniforms(rank, ["x", "i"])],
    workgroup: [LINEAR, 1, 1],
    declarations: REPORT,
    main: `
      ${EACH} {
        let row = index / u.pieces;
        let first = index % u.pieces * u.run;
        let end = min(first + u.run, u.units);
        var x_at = u.x_offset;
        var i_at = u.i_offset;
        ${placing(rank, "row", ["x", "i"], ["x_at", "i_at"])}
        ${
          rows
            ? `let picked = indices[i_at];
        if (bitcast<u32>(picked) >= u.length) { report(picked); continue; }
        x_at += u32(picked) * u.step;
        for (var k = first; k < end; k++) { ys[row * u.units + k] = xs[x_at + k]; }`
            : `var bad = 0;
        for (var k = first; k < end; k++) {
          let picked = indices[i_at + k * u.i_inner];
          bad = select(bad, picked, bitcast<u32>(picked) >= u.length);
          ys[row * u.units + k] = xs[x_at + k * u.x_inner + u32(picked) * u.step];
        }
        if (bitcast<u32>(bad) >= u.length) { report(bad); }`
        }
      }`,
  };
}

/** Picks elements of strided `x` along `dim` by strided `index`, which has the shape of `y`. */
export function gatherInto(gpu: Gpu, op: string, x: View, index: View, y: View, dim: number): void {
  const along = x.strides.map((stride, d) => (d === dim ? 0 : stride));
  const { sizes, strides } = walk(y.shape, [along, index.strides]);
  const last = sizes.length - 1;
  const length = x.shape[dim] ?? 1;
  const count = sizes[last] ?? 1;
  const [x_inner, i_inner] = [strides[0][last] ?? 0, strides[1][last] ?? 0];
  const rows = i_inner === 0 && x_inner === 1;
  const step = x.strides[dim] ?? 0;
  const outer = { sizes: sizes.slice(0, -1), strides: strides.map((each) => each.slice(0, -1)) };
  const wide = rows && ((count | x.offset | step) & 3) === 0 && outer.strides[0].every((stride) => (stride & 3) === 0);
  const width = wide ? 4 : 1;
  if (wide) outer.strides[0] = outer.strides[0].map((stride) => stride / 4);
  const units = count / width;
  const run = gpu.isSoftware ? Math.min(units, SOFTWARE_RUN / width) : 1;
  const pieces = Math.ceil(units / run);
  const runs = (sizeOf(y.shape) / count) * pieces;
  const stored = storageType(y.dtype);
  const type = wide ? `vec4<${stored}>` : stored;
  const rank = outer.sizes.length;
  const fault = gpu.faults.number(`${op}: index % is out of range for dim ${dim} of size ${length}`);
  const offsets = [x.offset / width, index.offset, x_inner, i_inner];
  const threads = threadsFor(gpu, runs);
  const words = [runs, threads, pieces, run, units, fault, length, step / width, ...offsets];
  gpu.run({
    key: `${op} ${type} ${rank} ${rows}`,
    program: () => gatherProgram(op, type, rank, rows),
    buffers: [x.buffer, index.buffer, y.buffer, gpu.faults.block],
    uniforms: [...words, ...placeValues(outer)],
    groups: linear(gpu, threads),
  });
}

export const gather: For<Primitives["gather"]> =
  (gpu) =>
  ([x, index], [y], { dim }) =>
    gatherInto(gpu, "gather", x, index, y, dim);
