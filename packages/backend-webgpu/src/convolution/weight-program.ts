import type { Program } from "../gpu/program";
import { DIVIDE } from "./quotient";
import { words } from "./words";

/** Invocations of a workgroup. */
export const LANES = 8;

/** What an invocation computes at its tap. */
export interface WeightKind {
  /** Joins each of some output channels with each of some input channels: 4 or 8. */
  readonly outputs: number;
  readonly channels: number;
  /** In place of that: four output channels with one input channel each, of groups of their own. */
  readonly isDepthwise: boolean;
}

const WEIGHT_UNIFORMS = [
  ...words("tiles channelBlocks outputBlocks outputs channels taps tapColumns"),
  ...words("outputStep channelStep tapStep size firstShare share rows height width gStep xStep xRows xColumns"),
  ...words("strideRow strideColumn dilationRow dilationColumn"),
];

/**
 * Sums for the gradient of a convolution's weight, straight from storage into registers: each invocation adds up the
 * products of some output channels and some input channels at one tap, over the rows of its share. The images lie with
 * their channels side by side, each group's filled up to whole blocks; x with its padding around.
 */
export function weightProgram({ outputs, channels, isDepthwise }: WeightKind): Program {
  const own = range(isDepthwise ? 1 : outputs);
  const down = range(outputs / 4);
  const across = range(channels / 4);
  const each = (text: (o: number, v: number) => string): string =>
    own.flatMap((o) => across.map((v) => text(o, v))).join("\n");
  return {
    name: "conv weights",
    bindings: [
      { name: "gs", type: "vec4<f32>", access: "read" },
      { name: "xs", type: "vec4<f32>", access: "read" },
      { name: "sums", type: "f32", access: "read_write" },
    ],
    uniforms: WEIGHT_UNIFORMS,
    workgroup: [LANES, 1, 1],
    declarations: DIVIDE,
    main: `
      var index = group.x * ${LANES}u + lane;
      let isTile = index < u.tiles;
      let channelBlock = index % u.channelBlocks;
      index /= u.channelBlocks;
      let tap = index % u.taps;
      index /= u.taps;
      let outputBlock = index % u.outputBlocks;
      let member = index / u.outputBlocks;
      let tapRow = tap / u.tapColumns * u.dilationRow;
      let tapColumn = tap % u.tapColumns * u.dilationColumn;
      let xFirst = (member * u.channelBlocks + channelBlock) * ${across.length}u;
      let gFirst = ${isDepthwise ? "xFirst" : `(member * u.outputBlocks + outputBlock) * ${down.length}u`};
      let advance = u.strideColumn * u.xStep;
      ${each((o, v) => `var sum${o}${v} = vec4<f32>();`)}
      let end = min(u.rows, (group.y + 1u) * u.share);
      for (var row = group.y * u.share; row < end; row++) {
        let image = divide(row, u.height);
        let xRow = image * u.xRows + (row - image * u.height) * u.strideRow + tapRow;
        var xAt = xFirst + (xRow * u.xColumns + tapColumn) * u.xStep;
        var gAt = gFirst + row * u.width * u.gStep;
        for (var column = 0u; column < u.width; column++) {
          ${down.map((v) => `let g${v} = gs[gAt + ${v}u];`).join("\n")}
          ${across.map((v) => `let x${v} = xs[xAt + ${v}u];`).join("\n")}
          ${each((o, v) => `sum${o}${v} = fma(${isDepthwise ? "g0" : `vec4(g${o >> 2}[${o & 3}])`}, x${v}, sum${o}${v});`)}
          gAt += u.gStep;
          xAt += advance;
        }
      }
      if (!isTile) { return; }
      let first = (u.firstShare + group.y) * u.size + tap * u.tapStep;
      let firstChannel = channelBlock * ${channels}u;
      let firstOutput = ${isDepthwise ? "0u" : `outputBlock * ${outputs}u`};
      var totals = array<vec4<f32>, ${own.length * across.length}>(${own.flatMap((o) => across.map((v) => `sum${o}${v}`)).join(", ")});
      for (var i = 0u; i < ${own.length * channels}u; i++) {
        let output = firstOutput + i / ${channels}u;
        let channel = firstChannel + i % ${channels}u;
        if (output < u.outputs && channel < u.channels) {
          sums[first + (member * u.outputs + output) * u.outputStep + channel * u.channelStep] = totals[i / 4u][i % 4u];
        }
      }`,
  };
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
