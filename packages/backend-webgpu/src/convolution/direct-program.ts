import type { Program } from "../gpu/program";
import { DIVIDE } from "./quotient";
import { words } from "./words";

/** Invocations of a workgroup. */
export const LANES = 8;

const SIDES = ["Row", "Column"] as const;

const DIRECT_UNIFORMS = [
  ...words("images groups channels outputs blocks height width rows segments origin start"),
  ...words("hasBias biasStart image plane pitch columns copy shiftPhase phaseCount"),
  ...SIDES.flatMap((side) =>
    ["taps", "step", "shift", "advance", "stride", "dilation", "origin", "phases"].map((name) => name + side),
  ),
];

/** Segments of four neighbouring columns that an invocation computes: as many as registers hold with so many channels. */
export function segmentsOf(block: number): number {
  return block === 8 ? 2 : block === 4 ? 4 : 8;
}

/**
 * A convolution of framed images, straight from storage into registers: each invocation computes `block` (1, 4 or 8)
 * channels of some segments of four columns.
 *
 * Frames are [copy, image, row, channel, column modulo stride, column / stride] in vectors of four columns, see `Frame`;
 * weights are [group, block of channels, channel of x, tap row, tap column, channel of the block]. For an input gradient,
 * positions that lie a stride apart see the same taps: such are an invocation's, and each such phase has workgroups of
 * its own.
 *
 * Where `isWide`, rows of y consist of whole vectors. One loop goes over channels, rows and columns of taps, as software adapters carry all sums from loop to loop.
 */
export function directProgram(block: number, isWide: boolean): Program {
  const vectors = Math.ceil(block / 4);
  const own = range(block);
  const segments = range(segmentsOf(block));
  const across = segments.length;
  const each = (text: (o: number, s: number) => string): string[] =>
    own.flatMap((o) => segments.map((s) => text(o, s)));
  return {
    name: "conv",
    bindings: [
      { name: "xs", type: "vec4<f32>", access: "read" },
      { name: "ws", type: "vec4<f32>", access: "read" },
      { name: "bias", type: "f32", access: "read" },
      { name: "ys", type: isWide ? "vec4<f32>" : "f32", access: "read_write" },
    ],
    uniforms: DIRECT_UNIFORMS,
    workgroup: [LANES, 1, 1],
    declarations: `
      ${DIVIDE}
      fn put(at: u32, limit: u32, value: vec4<f32>) {
        ${
          isWide
            ? `if (limit > 0u) { ys[at / 4u] = value; }`
            : range(4)
                .map((i) => `if (${i}u * u.phasesColumn < limit) { ys[at + ${i}u * u.phasesColumn] = value[${i}]; }`)
                .join("\n")
        }
      }`,
    main: `
      let member = divide(group.x, u.blocks);
      let firstOutput = (group.x - member * u.blocks) * ${block}u;
      let phaseRow = divide(group.z, u.phasesColumn);
      let phaseColumn = group.z - phaseRow * u.phasesColumn;
      ${SIDES.map(firstTap).join("\n")}
      let first = group.y * ${LANES * across}u + lane;
      ${segments
        .map(
          (s) => `
      let index${s} = divide(first + ${s * LANES}u, u.segments);
      let column${s} = (first + ${s * LANES}u - index${s} * u.segments) * 4u;
      let image${s} = divide(index${s}, u.rows);
      let row${s} = index${s} - image${s} * u.rows;`,
        )
        .join("\n")}
      ${segments.map((s) => `let at${s} = image${s} * u.image + row${s} * u.advanceRow * u.pitch + column${s} / 4u;`).join("\n")}
      ${each((o, s) => `var sum${o}${s} = vec4<f32>();`).join("\n")}
      var planeAt = u.origin + member * u.channels * u.plane + startRow * u.pitch;
      var rowAt = planeAt;
      var phase = 0u;
      var column = startColumn;
      let rowTaps = u.stepRow * u.tapsColumn * ${vectors}u;
      let planeTaps = u.tapsRow * u.tapsColumn * ${vectors}u;
      var planeTap = group.x * u.channels * planeTaps + (firstRow * u.tapsColumn + firstColumn) * ${vectors}u;
      var rowTap = planeTap;
      var tap = planeTap;
      var countRow = 0u;
      var countColumn = 0u;
      let count = u.channels * allRow * allColumn;
      for (var i = 0u; i < count; i++) {
        let at = rowAt + (column & 3u) * u.copy + phase * u.columns + column / 4u;
        ${segments.map((s) => `let x${s} = xs[at + at${s}];`).join("\n")}
        ${range(vectors)
          .map((v) => `let w${v} = ws[tap + ${v}u];`)
          .join("\n")}
        ${each((o, s) => `sum${o}${s} = fma(vec4(w${o >> 2}[${o & 3}]), x${s}, sum${o}${s});`).join("\n")}
        countColumn++;
        let isRow = countColumn == allColumn;
        countColumn = select(countColumn, 0u, isRow);
        countRow += u32(isRow);
        let isPlane = countRow == allRow;
        countRow = select(countRow, 0u, isPlane);
        planeAt += select(0u, u.plane, isPlane);
        rowAt = select(rowAt + select(0u, u.shiftRow * u.pitch, isRow), planeAt, isPlane);
        planeTap += select(0u, planeTaps, isPlane);
        rowTap = select(rowTap + select(0u, rowTaps, isRow), planeTap, isPlane);
        tap = select(tap + u.stepColumn * ${vectors}u, rowTap, isRow);
        phase += u.shiftPhase;
        let isOver = phase >= u.phaseCount;
        phase = select(phase - select(0u, u.phaseCount, isOver), 0u, isRow);
        column = select(column + u.shiftColumn + u32(isOver), startColumn, isRow);
      }
      let plane = u.height * u.width;
      ${segments
        .map(
          (s) => `
      let toRow${s} = row${s} * u.phasesRow + phaseRow;
      let toColumn${s} = column${s} * u.phasesColumn + phaseColumn;
      let isInside${s} = image${s} < u.images && toRow${s} < u.height;
      let to${s} = (image${s} * u.groups + member) * u.outputs * plane + toRow${s} * u.width + toColumn${s};
      let limit${s} = select(0u, u.width - toColumn${s}, isInside${s} && toColumn${s} < u.width);`,
        )
        .join("\n")}
      ${own
        .map(
          (o) => `
      if (firstOutput + ${o}u < u.outputs) {
        let output = firstOutput + ${o}u;
        let term = select(0.0, bias[u.biasStart + member * u.outputs + output], u.hasBias > 0u);
        ${segments.map((s) => `put(u.start + output * plane + to${s}, limit${s}, sum${o}${s} + term);`).join("\n")}
      }`,
        )
        .join("\n")}`,
  };
}

/** The first tap that meets a row (column) of x at this phase, where, and how many of them there are. */
function firstTap(side: (typeof SIDES)[number]): string {
  return `
      var start${side} = phase${side} + u.origin${side};
      var first${side} = 0u;
      for (; first${side} < u.taps${side} && divide(start${side}, u.stride${side}) * u.stride${side} != start${side}; first${side}++) {
        start${side} += u.dilation${side};
      }
      start${side} = divide(start${side}, u.stride${side}) - 1u;
      let all${side} = divide(u.taps${side} - first${side} + u.step${side} - 1u, u.step${side});`;
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
