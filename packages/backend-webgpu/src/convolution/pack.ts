import type { Gpu } from "../gpu/gpu";
import type { Block } from "../gpu/block";
import { GROUP_INDEX, linearGroups } from "../wgsl/grid";
import type { Program } from "../gpu/program";
import { DIVIDE } from "./quotient";
import { words } from "./words";

/** Invocations of a workgroup. */
const LANES = 8;
/** Invocations that keep the processor busy. */
const BUSY = 512;

/** One dimension of what is packed: how far a step along it goes in the source and in the checked coordinates. */
export interface PackDim {
  readonly size: number;
  /** Elements of the source. */
  readonly step: number;
  /** Rows, columns and channels of the source; 0 where left out. */
  readonly row?: number;
  readonly column?: number;
  readonly channel?: number;
}

/** Elements to be laid out anew in float32: those whose coordinates fall outside the source are 0. */
export interface Packing {
  /** Outermost first; the last one's size is a multiple of 4. */
  readonly dims: readonly PackDim[];
  /** Where the first element lies. */
  readonly start: number;
  readonly row: number;
  readonly column: number;
  /** How many rows, columns and channels the source has. */
  readonly rows: number;
  readonly columns: number;
  readonly channels: number;
}

/** Dimensions that invocations are spread over: each goes along the last two itself. */
const OUTER = [0, 1, 2, 3];
const DIMS = 6;

function packProgram(stored: string): Program {
  const element = (i: number): string => {
    const isInside = `isRow && column + ${i}u * u.column5 < u.columns && channel + ${i}u * u.channel5 < u.channels`;
    return `select(0.0, f32(xs[at + ${i}u * u.step5]), ${isInside})`;
  };
  const along = (d: number, i: string): string => `
        at += ${i} * u.step${d};
        row += ${i} * u.row${d};
        column += ${i} * u.column${d};
        channel += ${i} * u.channel${d};`;
  return {
    name: "pack",
    bindings: [
      { name: "xs", type: stored, access: "read" },
      { name: "ys", type: "vec4<f32>", access: "read_write" },
    ],
    uniforms: [
      ...words("count start row column rows columns channels"),
      ...[...OUTER, 4, 5].flatMap((d) => ["size", "step", "row", "column", "channel"].map((name) => name + d)),
    ],
    workgroup: [LANES, 1, 1],
    declarations: DIVIDE,
    main: `
      let index = ${GROUP_INDEX} * ${LANES}u + lane;
      if (index >= u.count) { return; }
      var rest = index;
      var at = u.start;
      var row = u.row;
      var column = u.column;
      var channel = 0u;
      ${[...OUTER]
        .reverse()
        .map(
          (d) => `{
        let next = ${d === 0 ? "0u" : `divide(rest, u.size${d})`};
        let i = rest - next * u.size${d};
        ${along(d, "i")}
        rest = next;
      }`,
        )
        .join("\n")}
      var to = index * u.size4 * u.size5;
      for (var i = 0u; i < u.size4; i++) {
        let isRow = row < u.rows;
        for (var j = 0u; j < u.size5; j++) {
          ys[to] = vec4(${[0, 1, 2, 3].map(element).join(",\n")});
          to++;
          at += 4u * u.step5;
          column += 4u * u.column5;
          channel += 4u * u.channel5;
        }
        let back = 4u * u.size5;
        at -= back * u.step5;
        column -= back * u.column5;
        channel -= back * u.channel5;
        ${along(4, "1u")}
      }`,
  };
}

/** Floats that a packing takes. */
export function packedSize({ dims }: Packing): number {
  return dims.reduce((size, dim) => size * dim.size, 1);
}

/** Queues the packing of `source`, whose elements are `stored`, into `target`. */
export function pack(gpu: Gpu, source: object, stored: string, target: Block, packing: Packing): void {
  const { start, row, column, rows, columns, channels } = packing;
  const dims = packing.dims.filter(({ size }, d) => size !== 1 || d === packing.dims.length - 1);
  const unit: PackDim = { size: 1, step: 0 };
  const sizeOf = (part: readonly PackDim[]): number => part.reduce((product, { size }) => product * size, 1);
  if (dims.length < DIMS && sizeOf(dims.slice(0, -2)) < BUSY) dims.splice(-1, 0, unit);
  while (dims.length < DIMS) dims.unshift(unit);
  const count = sizeOf(dims.slice(0, 4));
  const uniforms = [count, start, row, column, rows, columns, channels];
  for (let d = 0; d < DIMS; d++) {
    const dim = dims[d];
    uniforms.push(d === DIMS - 1 ? dim.size / 4 : dim.size, dim.step, dim.row ?? 0, dim.column ?? 0, dim.channel ?? 0);
  }
  gpu.run({
    key: `pack ${stored}`,
    program: () => packProgram(stored),
    buffers: [source, target],
    uniforms,
    groups: linearGroups(gpu, Math.ceil(count / LANES)),
  });
}
