import type { View } from "@nn/core";
import type { Gpu } from "../gpu/gpu";
import { storageType } from "../gpu/storage";
import type { ProductText } from "../products/product";
import { multiplyTiled } from "../products/tiled";
import type { Conv } from "./geometry";
import { sideOf } from "./phases";
import { quotient } from "./quotient";
import { words } from "./words";

const SIDES = ["Row", "Column"] as const;

/**
 * y = weight ⋆ x + bias or, where `isBack`, y = the gradient of a convolution's input from that of its output, x: as a
 * product of weights [channels of y, channels of x and taps] with what the windows see [channels of x and taps,
 * positions], which is read from x in place. For the gradient, each of the phases of positions that see the same taps
 * is a product of its own.
 */
export function convolveImplicitly(
  gpu: Gpu,
  conv: Conv,
  isBack: boolean,
  x: View,
  weight: View,
  y: View,
  bias?: View,
): void {
  const { groups, images } = conv;
  const [channels, outputs] = isBack ? [conv.outputs, conv.channels] : [conv.channels, conv.outputs];
  const [, , height, width] = y.shape;
  const [sides, taps] = [[0, 1].map((d) => sideOf(conv, isBack, d)), conv.kernel[0] * conv.kernel[1]];
  const [down, across] = sides.map(({ most }) => most);
  const rows = Math.ceil(height / sides[0].phases);
  const columns = Math.ceil(width / sides[1].phases);
  const k = channels * down * across;
  const stored = storageType(y.dtype);
  const over = quotient(k);
  // Then phases may have fewer taps than k has room for.
  const isSparse = isBack && conv.stride.some((stride) => stride > 1);
  multiplyTiled(gpu, {
    key: `conv ${stored} ${over.key} ${isSparse} ${!!bias}`,
    text: () => implicitText(stored, over.text, isSparse, !!bias),
    m: outputs,
    n: images * rows * columns,
    k,
    batches: groups * sides[0].phases * sides[1].phases,
    reads: [weight.buffer, x.buffer],
    writes: bias ? [bias.buffer, y.buffer] : [y.buffer],
    uniforms: [
      weight.offset,
      x.offset,
      bias?.offset ?? 0,
      groups,
      channels,
      ...(isBack ? [taps, outputs * taps] : [channels * taps, taps]),
      conv.outputs * conv.channels * taps,
      down * across,
      1 / (down * across),
      across,
      1 / across,
      rows,
      columns,
      height,
      width,
      x.shape[2],
      x.shape[3],
      ...sides.flatMap(({ taps: all, step, shift, advance, stride, dilation, origin, phases }) => [
        all,
        step,
        shift,
        advance,
        stride,
        dilation,
        origin,
        phases,
      ]),
    ],
  });
}

export function implicitText(stored: string, over: string, isSparse: boolean, hasBias: boolean): ProductText {
  const decode = `
        let channel = over(k, u.taps, u.perTaps);
        let rest = k - channel * u.taps;
        let down = over(rest, u.tapsAcross, u.perTapsAcross);
        let across = rest - down * u.tapsAcross;
        let tap = first + vec2(down * u.stepRow, across * u.stepColumn);`;
  const masked = (value: string): string =>
    isSparse ? `select(0.0, ${value}, tap.x < u.tapsRow && tap.y < u.tapsColumn)` : value;
  return {
    name: "conv",
    reads: [
      { name: "ws", type: stored, access: "read" },
      { name: "xs", type: stored, access: "read" },
    ],
    writes: [
      ...(hasBias ? [{ name: "bias", type: stored, access: "read" } as const] : []),
      { name: "ys", type: stored, access: "read_write" },
    ],
    uniforms: [
      ...words("w_offset x_offset bias_offset groups channels w_row w_channel w_group"),
      ...words("taps perTaps:f32 tapsAcross perTapsAcross:f32"),
      ...words("rows columns height width xHeight xWidth"),
      ...SIDES.flatMap((side) =>
        ["taps", "step", "shift", "advance", "stride", "dilation", "origin", "phases"].map((name) => name + side),
      ),
    ],
    declarations: `
      ${over}
      fn weightAt(place: u32, first: vec2<u32>, k: u32) -> f32 {
        ${decode}
        return ${masked("f32(ws[place + channel * u.w_channel + tap.x * u.tapsColumn + tap.y])")};
      }
      fn pixelAt(place: u32, first: vec2<u32>, corner: vec2<u32>, k: u32) -> f32 {
        ${decode}
        let row = corner.x + down * u.shiftRow;
        let column = corner.y + across * u.shiftColumn;
        let value = select(0.0, f32(xs[place + (channel * u.xHeight + row) * u.xWidth + column]), row < u.xHeight && column < u.xWidth);
        return ${masked("value")};
      }`,
    setup: `
      let member = batch % u.groups;
      let phaseColumn = batch / u.groups % u.phasesColumn;
      let phaseRow = batch / u.groups / u.phasesColumn;
      ${SIDES.map(
        (side) => `
      var tap${side} = 0u;
      var origin${side} = i32(phase${side} + u.origin${side});
      for (; tap${side} < u.taps${side} && origin${side} % i32(u.stride${side}) != 0; tap${side}++) { origin${side} -= i32(u.dilation${side}); }
      origin${side} /= i32(u.stride${side});`,
      ).join("\n")}
      let firstTap = vec2(tapRow, tapColumn);`,
    a: {
      along: "k",
      prepare: "let weights = u.w_offset + member * u.w_group + row * u.w_row;",
      load: "weightAt(weights, firstTap, k)",
    },
    b: {
      along: "line",
      prepare: `
        let columnRow = column / u.columns;
        let image = columnRow / u.rows;
        let pixels = u.x_offset + (image * u.groups + member) * u.channels * u.xHeight * u.xWidth;
        let corner = vec2(
          (columnRow - image * u.rows) * u.advanceRow + u32(originRow),
          (column - columnRow * u.columns) * u.advanceColumn + u32(originColumn),
        );`,
      load: "pixelAt(pixels, firstTap, corner, k)",
    },
    store: `
      let member = batch % u.groups;
      let phase = batch / u.groups;
      let columnRow = column / u.columns;
      let image = columnRow / u.rows;
      let y = (columnRow - image * u.rows) * u.phasesRow + phase / u.phasesColumn;
      let x = (column - columnRow * u.columns) * u.phasesColumn + phase % u.phasesColumn;
      let output = member * u.m + row;
      if (y < u.height && x < u.width) {
        ys[((image * u.groups * u.m + output) * u.height + y) * u.width + x] = ${stored}(value${hasBias ? " + f32(bias[u.bias_offset + output])" : ""});
      }`,
  };
}
