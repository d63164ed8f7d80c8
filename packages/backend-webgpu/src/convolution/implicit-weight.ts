import type { View } from "@nn/core";
import type { Gpu } from "../gpu/gpu";
import { storageType } from "../gpu/storage";
import type { ProductText } from "../products/product";
import { multiplyTiled } from "../products/tiled";
import type { Conv } from "./geometry";
import { quotient } from "./quotient";
import { words } from "./words";

/**
 * weight = the gradient of a convolution's weight, from that of its output and from its input: as a product of g
 * [output channels, images and positions] with what the windows see [images and positions, channels and taps], which is
 * read from x in place.
 */
export function gradientOfWeightImplicitly(gpu: Gpu, conv: Conv, g: View, x: View, weight: View): void {
  const { groups, images, channels, outputs, kernel, inSize, outSize, before, stride, dilation } = conv;
  const plane = outSize[0] * outSize[1];
  const taps = kernel[0] * kernel[1];
  const k = images * plane;
  const stored = storageType(weight.dtype);
  const over = quotient(k);
  multiplyTiled(gpu, {
    key: `conv weights ${stored} ${over.key}`,
    text: () => implicitWeightText(stored, over.text),
    m: outputs,
    n: channels * taps,
    k,
    batches: groups,
    reads: [g.buffer, x.buffer],
    writes: [weight.buffer],
    uniforms: [
      g.offset,
      x.offset,
      channels,
      taps,
      kernel[1],
      plane,
      1 / plane,
      outSize[1],
      1 / outSize[1],
      ...inSize,
      ...stride,
      ...dilation,
      ...before,
    ],
  });
}

function implicitWeightText(stored: string, over: string): ProductText {
  return {
    name: "conv weights",
    reads: [
      { name: "gs", type: stored, access: "read" },
      { name: "xs", type: stored, access: "read" },
    ],
    writes: [{ name: "ys", type: stored, access: "read_write" }],
    uniforms: [
      ...words("g_offset x_offset channels taps tapsAcross plane perPlane:f32 width perWidth:f32"),
      ...words("xHeight xWidth strideRow strideColumn dilationRow dilationColumn top left"),
    ],
    declarations: `
      ${over}
      fn pixelAt(place: u32, top: u32, left: u32, k: u32) -> f32 {
        let image = over(k, u.plane, u.perPlane);
        let position = k - image * u.plane;
        let down = over(position, u.width, u.perWidth);
        let row = top + down * u.strideRow;
        let column = left + (position - down * u.width) * u.strideColumn;
        let at = place + (image * u.batches * u.channels * u.xHeight + row) * u.xWidth + column;
        return select(0.0, f32(xs[at]), row < u.xHeight && column < u.xWidth);
      }`,
    a: {
      along: "k",
      load: "f32(gs[u.g_offset + (over(k, u.plane, u.perPlane) * (u.batches * u.m - 1u) + batch * u.m + row) * u.plane + k])",
    },
    b: {
      along: "k",
      prepare: `
        let channel = column / u.taps;
        let tap = column - channel * u.taps;
        let top = tap / u.tapsAcross * u.dilationRow - u.top;
        let left = tap % u.tapsAcross * u.dilationColumn - u.left;
        let pixels = u.x_offset + (batch * u.channels + channel) * u.xHeight * u.xWidth;`,
      load: "pixelAt(pixels, top, left, k)",
    },
    store: `ys[(batch * u.m + row) * u.n + column] = ${stored}(value);`,
  };
}
