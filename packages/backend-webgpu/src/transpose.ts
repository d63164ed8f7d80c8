import type { View } from "@nn/core";
import type { Gpu } from "./gpu/gpu";
import type { Program } from "./gpu/program";
import { storageType } from "./gpu/storage";
import { GROUP_INDEX, linearGroups } from "./wgsl/grid";
import { placeUniforms, placeValues, placing, type Walk } from "./wgsl/strided";

/** Rows and columns of a tile: 8 × 8 invocations of 4 × 4 elements, so that reads and writes are of 128 bytes in a row. */
const TILE = 32;

/** A strided tensor whose neighbours lie along another dimension than those of its contiguous copy. */
interface Transposition {
  /** The dimension along which `x` is contiguous; the last is that of the copy. */
  readonly along: number;
  readonly sizes: readonly number[];
  readonly strides: readonly number[];
}

/** How to copy what `walk` gives of one operand by tiles; undefined where that gains nothing. */
export function transpositionOf({ sizes, strides: [strides] }: Walk): Transposition | undefined {
  const last = sizes.length - 1;
  const along = strides.lastIndexOf(1);
  if (last < 1 || along < 0 || along === last || strides[last] === 0) return undefined;
  return sizes[along] < 4 || sizes[last] < 4 ? undefined : { along, sizes, strides };
}

/** Copies `x` to contiguous `y`. */
export function transpose(gpu: Gpu, x: View, y: View, { along, sizes, strides }: Transposition): void {
  const last = sizes.length - 1;
  const type = storageType(y.dtype);
  const turns = gpu.isSoftware ? 4 : 1;
  const steps = sizes.map(() => 1);
  for (let d = last; d > 0; d--) steps[d - 1] = steps[d] * sizes[d];
  const outer = sizes.flatMap((_, d) => (d === along || d === last ? [] : [d]));
  const pick = (values: readonly number[]): number[] => outer.map((d) => values[d]);
  const isEven =
    [x.offset, sizes[along], sizes[last]].every((count) => count % 4 === 0) &&
    strides.every((stride, d) => d === along || stride % 4 === 0);
  const across = Math.ceil(sizes[along] / TILE);
  const down = Math.ceil(sizes[last] / (TILE * turns));
  const tiles = across * down * pick(sizes).reduce((product, size) => product * size, 1);
  const numbers = [tiles, across, down, sizes[along], sizes[last], x.offset, strides[last], steps[along]];
  const outside = { sizes: pick(sizes), strides: [pick(strides), pick(steps)] };
  gpu.run({
    key: `transpose ${type} ${outer.length} ${isEven} ${turns}`,
    program: () => transposeProgram(type, outer.length, isEven, turns),
    buffers: [x.buffer, y.buffer],
    uniforms: [...numbers, ...placeValues(outside)],
    groups: linearGroups(gpu, tiles),
  });
}

/** Where all is `even`, in vectors. */
function transposeProgram(type: string, rank: number, isEven: boolean, turns: number): Program {
  const element = isEven ? `vec4<${type}>` : type;
  const names = ["tiles", "across", "down", "columns", "rows", "offset", "xStep", "yStep"];
  return {
    name: "transpose",
    bindings: [
      { name: "xs", type: element, access: "read" },
      { name: "ys", type: element, access: "read_write" },
    ],
    uniforms: [...names, ...placeUniforms(rank, ["x", "y"])],
    workgroup: [64, 1, 1],
    main: `
      let tile = ${GROUP_INDEX};
      let column = tile % u.across * ${TILE}u + lane / 8u * 4u;
      if (tile >= u.tiles || column >= u.columns) { return; }
      var xAt = u.offset;
      var yAt = 0u;
      let place = tile / u.across / u.down;
      ${placing(rank, "place", ["x", "y"], ["xAt", "yAt"])}
      let first = tile / u.across % u.down * ${TILE * turns}u;
      let end = min(first + ${TILE * turns}u, u.rows);
      for (var row = first + lane % 8u * 4u; row < end; row += ${TILE}u) { ${isEven ? BLOCK : ELEMENTS} }`,
  };
}

const FOUR = [0, 1, 2, 3];

const BLOCK = [
  ...FOUR.map((j) => `let x${j} = xs[(xAt + column + (row + ${j}u) * u.xStep) / 4u];`),
  ...FOUR.map(
    (k) => `ys[(yAt + (column + ${k}u) * u.yStep + row) / 4u] = vec4(x0[${k}], x1[${k}], x2[${k}], x3[${k}]);`,
  ),
].join("\n");

const ELEMENTS = `
  for (var c = column; c < min(column + 4u, u.columns); c++) {
    for (var r = row; r < min(row + 4u, u.rows); r++) { ys[yAt + c * u.yStep + r] = xs[xAt + c + r * u.xStep]; }
  }`;
