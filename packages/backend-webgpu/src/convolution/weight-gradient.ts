import { sizeOf, type View } from "@nn/core";
import type { Gpu } from "../gpu/gpu";
import { storageType } from "../gpu/storage";
import type { Program } from "../gpu/program";
import { INDEX, LINEAR, linear } from "../wgsl/grid";
import { type Conv, covered, isDepthwise } from "./geometry";
import { pack, type PackDim, packedSize, type Packing } from "./pack";
import { LANES, type WeightKind, weightProgram } from "./weight-program";

/** Invocations that keep the processor busy. */
const BUSY = 1024;
/** Positions that are added up one by one, as rounding errors grow with them. */
const IN_A_ROW = 4096;
/** Most bytes of images, and of sums, at a time. */
const MOST = 64 * 2 ** 20;

/** The shape of the work: see `weightProgram`. */
interface Work {
  readonly groups: number;
  readonly outputs: number;
  readonly channels: number;
  readonly kernel: readonly number[];
  /** Rows and columns of x as they are laid out, and from one position's to the next. */
  readonly around: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  /** Elements of weight from one output channel, channel and tap to the next. */
  readonly steps: readonly [number, number, number];
  /** How x's columns and channels are laid out. */
  readonly column: Omit<PackDim, "size">;
  readonly channel: Omit<PackDim, "size">;
}

function workOf(conv: Conv): Work {
  const { groups, outputs, channels, kernel, stride, dilation, inSize } = conv;
  const taps = kernel[0] * kernel[1];
  const around = [covered(conv, 0), covered(conv, 1)];
  const column = { step: 1, column: 1 };
  const channel = { step: inSize[0] * inSize[1], channel: 1 };
  const work: Work = {
    groups,
    outputs,
    channels,
    kernel,
    around,
    stride,
    dilation,
    steps: [channels * taps, taps, 1],
    column,
    channel,
  };
  // The groups' channels are treated as those of one group.
  if (isDepthwise(conv)) return { ...work, groups: 1, outputs: groups, channels: groups };
  if (channels > 1 || groups > 1) return work;
  // The columns of a window are treated as channels.
  return {
    ...work,
    channels: kernel[1],
    kernel: [kernel[0], 1],
    around: [around[0], conv.outSize[1]],
    stride: [stride[0], 1],
    steps: [taps, 1, kernel[1]],
    column: { step: stride[1], column: stride[1] },
    channel: { step: dilation[1], column: dilation[1], channel: 1 },
  };
}

/** weight = the gradient of a convolution's weight, from that of its output and from its input. */
export function gradientOfWeight(gpu: Gpu, conv: Conv, g: View, x: View, weight: View): void {
  const { images, inSize, outSize, before } = conv;
  const { groups, outputs, channels, kernel, around, stride, dilation, steps, column, channel } = workOf(conv);
  const paired = isDepthwise(conv);
  const blockOf = (count: number): number => (count <= 4 || paired ? 4 : 8);
  const kind: WeightKind = { outputs: blockOf(outputs), channels: blockOf(channels), isDepthwise: paired };
  const channelBlocks = Math.ceil(channels / kind.channels);
  const outputBlocks = Math.ceil(outputs / kind.outputs);
  const taps = kernel[0] * kernel[1];
  const tiles = groups * (paired ? 1 : outputBlocks) * channelBlocks * taps;
  const size = sizeOf(weight.shape);
  const xPlane = inSize[0] * inSize[1];
  const gPlane = outSize[0] * outSize[1];
  const xImage = conv.groups * conv.channels * xPlane;
  const gImage = conv.groups * conv.outputs * gPlane;
  // [image, row, column, group, channel of the group and what fills it up]
  const packings = (first: number, count: number): [Packing, Packing] => [
    {
      dims: [
        { size: count, step: gImage },
        { size: gPlane, step: 1 },
        { size: groups, step: outputs * gPlane },
        { size: outputBlocks * kind.outputs, step: gPlane, channel: 1 },
      ],
      start: g.offset + first * gImage,
      row: 0,
      column: 0,
      rows: 1,
      columns: 1,
      channels: outputs,
    },
    {
      dims: [
        { size: count, step: xImage },
        { size: around[0], step: inSize[1], row: 1 },
        { size: around[1], ...column },
        { size: groups, step: channels * xPlane },
        { size: channelBlocks * kind.channels, ...channel },
      ],
      start: x.offset + first * xImage - before[0] * inSize[1] - before[1],
      row: -before[0],
      column: -before[1],
      rows: inSize[0],
      columns: inSize[1],
      channels,
    },
  ];
  const [gBytes, xBytes] = packings(0, 1).map((packing) => packedSize(packing) * 4);
  const step = Math.max(1, Math.min(images, Math.floor(MOST / Math.max(gBytes, xBytes))));
  const turns = Math.ceil(images / step);
  const rows = step * outSize[0];
  const wanted = Math.max(BUSY / tiles, (rows * outSize[1]) / IN_A_ROW);
  const share = Math.ceil(rows / Math.max(1, Math.min(wanted, MOST / (size * 4 * turns))));
  const shares = Math.ceil(rows / share);
  const stored = storageType(weight.dtype);
  gpu.borrow(step * gBytes, (gs) =>
    gpu.borrow(step * xBytes, (xs) =>
      gpu.borrow(turns * shares * size * 4, (sums) => {
        let firstShare = 0;
        for (let first = 0; first < images; first += step) {
          const count = Math.min(step, images - first);
          const [gPacking, xPacking] = packings(first, count);
          pack(gpu, g.buffer, stored, gs, gPacking);
          pack(gpu, x.buffer, stored, xs, xPacking);
          const current = Math.ceil((count * outSize[0]) / share);
          gpu.run({
            key: `conv weights ${kind.outputs} ${kind.channels} ${paired}`,
            program: () => weightProgram(kind),
            buffers: [gs, xs, sums],
            uniforms: [
              tiles,
              channelBlocks,
              paired ? 1 : outputBlocks,
              outputs,
              channels,
              taps,
              kernel[1],
              ...steps,
              size,
              firstShare,
              share,
              count * outSize[0],
              ...outSize,
              (groups * outputBlocks * kind.outputs) / 4,
              (groups * channelBlocks * kind.channels) / 4,
              ...around,
              ...stride,
              ...dilation,
            ],
            groups: [Math.ceil(tiles / LANES), current, 1],
          });
          firstShare += current;
        }
        gpu.run({
          key: `conv weights sum ${stored}`,
          program: () => sumProgram(stored),
          buffers: [sums, weight.buffer],
          uniforms: [size, firstShare],
          groups: linear(gpu, size),
        });
      }),
    ),
  );
}

/** Adds up the shares, in order. */
function sumProgram(stored: string): Program {
  return {
    name: "conv weights sum",
    bindings: [
      { name: "sums", type: "f32", access: "read" },
      { name: "ys", type: stored, access: "read_write" },
    ],
    uniforms: ["size", "shares"],
    workgroup: [LINEAR, 1, 1],
    main: `
      let index = ${INDEX};
      if (index >= u.size) { return; }
      var sum = 0.0;
      for (var share = 0u; share < u.shares; share++) { sum += sums[share * u.size + index]; }
      ys[index] = ${stored}(sum);`,
  };
}
