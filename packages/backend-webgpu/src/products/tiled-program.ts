import type { Program } from "../gpu/program";
import { GROUP_INDEX } from "../wgsl/grid";
import { type Operand, type ProductText, SIZES } from "./product";
import { lines, list } from "./repeat";
import type { Tile } from "./tile";

/** Vectors between neighbours along k, beyond a line's: writes of neighbours along k then go to different banks. */
const PADDING = 2;

/** Uniforms of the tiles, behind `SIZES`: tiles along rows and columns, all tiles, and k of each share. */
const TILE_UNIFORMS = ["tilesDown", "tilesAcross", "tiles", "share"];

/**
 * A product by tiles. Each workgroup computes one: it copies what `depth` of k take of both operands into workgroup
 * memory, as vectors of four along k, and each invocation joins a few rows with four columns from there. The next
 * elements are on their way from storage meanwhile. Where `isSplit`, each workgroup has a share of k, and sums go to
 * `partials` [share, batch, row, column] in place of `store`.
 */
export function tiledProgram(text: ProductText, tile: Tile, isSplit: boolean): Program {
  const { name, reads, writes, uniforms, declarations = "", setup = "", a, b, store } = text;
  const { rows, columns, depth, down, across } = tile;
  const quads = depth / 4;
  const own = rows / down;
  const left = loads("a", rows, tile, a);
  const right = loads("b", columns, tile, b);
  const partials = { name: "partials", type: "f32", access: "read_write" } as const;
  return {
    name: `${name} ${rows}x${columns}`,
    bindings: [...reads, ...(isSplit ? [partials] : writes)],
    uniforms: [...SIZES, ...TILE_UNIFORMS, ...uniforms],
    workgroup: [across * down, 1, 1],
    declarations: `
      ${declarations}
      var<workgroup> aTile: array<vec4<f32>, ${quads * (rows + PADDING)}>;
      var<workgroup> bTile: array<vec4<f32>, ${quads * (columns + PADDING)}>;
      fn put(batch: u32, share: u32, row: u32, column: u32, value: f32) {
        if (row >= u.m || column >= u.n) { return; }
        ${isSplit ? "partials[((share * u.batches + batch) * u.m + row) * u.n + column] = value;" : store}
      }`,
    main: `
      let index = ${GROUP_INDEX};
      if (index >= u.tiles) { return; }
      let firstColumn = index % u.tilesAcross * ${columns}u;
      let firstRow = index / u.tilesAcross % u.tilesDown * ${rows}u;
      let batch = index / u.tilesAcross / u.tilesDown % u.batches;
      let share = index / u.tilesAcross / u.tilesDown / u.batches;
      let shareStart = share * u.share;
      let shareEnd = min(u.k, shareStart + u.share);
      let steps = (shareEnd - shareStart + ${depth - 1}u) / ${depth}u;
      let myRow = lane / ${across}u;
      let myColumn = lane % ${across}u;
      ${setup}
      ${left.before}
      ${right.before}
      ${lines(own, (i) => `var sum${i} = vec4<f32>();`)}
      for (var step = 0u; step <= steps; step++) {
        ${left.variables}
        ${right.variables}
        if (step < steps) {
          let firstK = shareStart + step * ${depth}u;
          ${left.read}
          ${right.read}
        }
        if (step > 0u) {
          for (var quad = 0u; quad < ${quads}u; quad++) {
            let top = quad * ${rows + PADDING}u + myRow;
            let side = quad * ${columns + PADDING}u + myColumn;
            ${lines(4, (j) => `let right${j} = bTile[side + ${j * across}u];`)}
            ${lines(own, (i) => `{ let left = aTile[top + ${i * down}u]; sum${i} += vec4(${list(4, (j) => `dot(left, right${j})`)}); }`)}
          }
        }
        workgroupBarrier();
        ${left.write}
        ${right.write}
        workgroupBarrier();
      }
      let myFirstRow = firstRow + myRow;
      let myFirstColumn = firstColumn + myColumn;
      ${lines(own, (i) => lines(4, (j) => `put(batch, share, myFirstRow + ${i * down}u, myFirstColumn + ${j * across}u, sum${i}[${j}]);`))}`,
  };
}

/** How the invocations of a workgroup copy an operand's part of a tile: four elements along k of a line at a time. */
function loads(side: "a" | "b", size: number, tile: Tile, { along, prepare = "", load, wide }: Operand) {
  const quads = tile.depth / 4;
  const threads = tile.down * tile.across;
  const [line, first, most] = side === "a" ? ["row", "firstRow", "u.m"] : ["column", "firstColumn", "u.n"];
  const byLine = along === "line";
  // Neighbours along lines: an invocation stays with its line. Else neighbours take a line's vectors side by side.
  const lineOf = (i: number) => (byLine ? `lane % ${size}u` : `(lane + ${i * threads}u) / ${quads}u`);
  const quadOf = (i: number) => (byLine ? `(lane + ${i * threads}u) / ${size}u` : `lane % ${quads}u`);
  const place = (i: number) => `let ${line} = ${first} + ${lineOf(i)};\n${prepare}`;
  const masked = (zero: string) => `select(${zero}, ${load}, ${line} < ${most} && k < shareEnd)`;
  const read = (i: number) =>
    wide
      ? `let k = quadK;\n${side}${i} = ${masked("vec4<f32>()")};`
      : lines(4, (j) => `{ let k = quadK + ${j}u; ${side}${i}[${j}] = ${masked("0.0")}; }`);
  const each = (text: (i: number) => string) => lines((size * quads) / threads, text);
  return {
    before: byLine ? place(0) : "",
    variables: each((i) => `var ${side}${i} = vec4<f32>();`),
    read: each((i) => `{\n${byLine ? "" : place(i)}\nlet quadK = firstK + ${quadOf(i)} * 4u;\n${read(i)}\n}`),
    write: each((i) => `${side}Tile[${quadOf(i)} * ${size + PADDING}u + ${lineOf(i)}] = ${side}${i};`),
  };
}
