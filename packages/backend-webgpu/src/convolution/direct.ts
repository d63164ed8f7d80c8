import { sizeOf, type View } from "@nn/core";
import type { Gpu } from "../gpu/gpu";
import { storageType } from "../gpu/storage";
import { directProgram, LANES, segmentsOf } from "./direct-program";
import { inputFrame, outputFrame, withFrames } from "./frame";
import { type Conv, firstWindow } from "./geometry";
import { cast } from "../kernels/cast";
import { pack, packedSize, type Packing } from "./pack";
import { gcd } from "./phases";

/**
 * y = weight ⋆ x + bias or, where `isBack`, y = the gradient of a convolution's input from that of its output, x: see
 * `directProgram`.
 */
export function convolveDirectly(
  gpu: Gpu,
  conv: Conv,
  isBack: boolean,
  x: View,
  weight: View,
  y: View,
  bias?: View,
): void {
  if (y.dtype === "float32") {
    convolve(gpu, conv, isBack, x, weight, y, bias);
    return;
  }
  // One program serves all: to store other elements doubles the time that it takes to compile.
  const floatsOf = (view: View, buffer: object): View => ({ ...view, buffer, offset: 0, dtype: "float32" });
  gpu.borrow(sizeOf(y.shape) * 4, (block) =>
    gpu.borrow(conv.groups * conv.outputs * 4, (terms) => {
      const target = floatsOf(y, block);
      if (bias) cast(gpu)([bias], [floatsOf(bias, terms)], { dtype: "float32" });
      convolve(gpu, conv, isBack, x, weight, target, bias && floatsOf(bias, terms));
      cast(gpu)([target], [y], { dtype: y.dtype });
    }),
  );
}

function convolve(gpu: Gpu, conv: Conv, isBack: boolean, x: View, weight: View, y: View, bias?: View): void {
  const { groups } = conv;
  const [channels, outputs] = isBack ? [conv.outputs, conv.channels] : [conv.channels, conv.outputs];
  const [height, width] = isBack ? conv.inSize : conv.outSize;
  const phases = isBack ? conv.stride : [1, 1];
  const rows = Math.ceil(height / phases[0]);
  const segments = Math.ceil(width / phases[1] / 4);
  const block = outputs === 1 ? 1 : outputs <= 4 ? 4 : 8;
  const blocks = Math.ceil(outputs / block);
  const isWide = phases[1] === 1 && width % 4 === 0;
  const frame = isBack ? outputFrame(conv) : inputFrame(conv);
  const most = Math.max(
    1,
    Math.floor((gpu.limits.maxComputeWorkgroupsPerDimension * LANES * segmentsOf(block)) / (rows * segments)),
  );
  const weights = weightPacking(conv, isBack, block, weight.offset);
  gpu.borrow(packedSize(weights) * 4, (taps) => {
    pack(gpu, weight.buffer, storageType(weight.dtype), taps, weights);
    withFrames(gpu, x, frame, most, ({ buffer, start, pitch, plane, image, copy, firstImage, images }) =>
      gpu.run({
        key: `conv ${block} ${isWide}`,
        program: () => directProgram(block, isWide),
        buffers: [buffer, taps, bias?.buffer ?? taps, y.buffer],
        uniforms: [
          images,
          groups,
          channels,
          outputs,
          blocks,
          height,
          width,
          rows,
          segments,
          start / 4,
          firstImage * groups * outputs * height * width,
          bias ? 1 : 0,
          bias?.offset ?? 0,
          image / 4,
          plane / 4,
          pitch / 4,
          frame.columns / 4,
          copy / 4,
          ...(isBack ? [0, 1] : [conv.dilation[1] % conv.stride[1], conv.stride[1]]),
          ...sideValues(conv, isBack, 0),
          ...sideValues(conv, isBack, 1),
        ],
        groups: [
          groups * blocks,
          Math.ceil((images * rows * segments) / LANES / segmentsOf(block)),
          phases[0] * phases[1],
        ],
      }),
    );
  });
}

/** The uniforms of rows or columns. Forward, columns of x are sorted by the stride; its rows lie in order. */
function sideValues(conv: Conv, isBack: boolean, d: number): number[] {
  const taps = conv.kernel[d];
  const stride = conv.stride[d];
  const dilation = conv.dilation[d];
  // One phase, whose first tap is the first: each position leads to the next, or `stride` rows further.
  if (!isBack) return [taps, 1, d === 0 ? dilation : Math.floor(dilation / stride), stride, 1, 0, 1, 1];
  const common = gcd(stride, dilation);
  const origin = conv.before[d] - (taps - 1) * dilation - stride * (firstWindow(conv, d) - 1);
  return [taps, stride / common, dilation / common, 1, stride, dilation, origin, stride];
}

/** Weights [o, c / groups, kh, kw] as `directProgram` takes them: backwards the last tap comes first. */
function weightPacking(
  { groups, channels, outputs, kernel }: Conv,
  isBack: boolean,
  block: number,
  offset: number,
): Packing {
  const taps = kernel[0] * kernel[1];
  const [to, from] = isBack ? [channels, outputs] : [outputs, channels];
  const [toStep, fromStep] = isBack ? [taps, channels * taps] : [channels * taps, taps];
  return {
    dims: [
      { size: groups, step: outputs * channels * taps },
      { size: Math.ceil(to / block), step: block * toStep, channel: block },
      { size: from, step: fromStep },
      { size: taps, step: isBack ? -1 : 1 },
      { size: Math.max(4, block), step: toStep, channel: 1 },
    ],
    start: isBack ? offset + taps - 1 : offset,
    row: 0,
    column: 0,
    rows: 1,
    columns: 1,
    channels: to,
  };
}
