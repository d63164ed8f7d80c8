import type { View } from "@nn/core";
import type { Gpu } from "../gpu/gpu";
import { storageType } from "../gpu/storage";
import { type Conv, covered, firstWindow, reaching } from "./geometry";
import { pack, type Packing } from "./pack";

/**
 * Planes of images with what surrounds them: rows of `stride` runs of `columns` columns that lie a stride apart, in
 * `copies` copies, each of which begins a column further right in its runs, so that vectors may begin at any column.
 */
export interface Frame {
  readonly copies: number;
  readonly rows: number;
  /** A multiple of 4. */
  readonly columns: number;
  readonly stride: number;
  /** The first row and column of the image: what lies outside of it is 0. */
  readonly row: number;
  readonly column: number;
}

/** All that the windows over x cover. */
export function inputFrame(conv: Conv): Frame {
  const stride = conv.stride[1];
  const columns = Math.ceil(covered(conv, 1) / stride / 4) * 4;
  const last = Math.floor(((conv.kernel[1] - 1) * conv.dilation[1]) / stride);
  return {
    copies: Math.min(4, last + 1),
    rows: covered(conv, 0),
    columns,
    stride,
    row: -conv.before[0],
    column: -conv.before[1],
  };
}

/** All positions of y, and of the zeros around it, whose windows some position of x could be in. */
export function outputFrame(conv: Conv): Frame {
  const columns = Math.ceil(reaching(conv, 1) / 4) * 4;
  const copies = conv.kernel[1] === 1 && conv.before[1] === 0 ? 1 : 4;
  return {
    copies,
    rows: reaching(conv, 0),
    columns,
    stride: 1,
    row: firstWindow(conv, 0),
    column: firstWindow(conv, 1),
  };
}

/** Where some images lie: elements of `buffer`, and from one row, channel, image and copy to the next. */
export interface Framed {
  readonly buffer: object;
  readonly start: number;
  readonly pitch: number;
  readonly plane: number;
  readonly image: number;
  readonly copy: number;
  readonly firstImage: number;
  readonly images: number;
}

/** Most bytes of frames at a time. */
const MOST = 64 * 2 ** 20;

/** Calls `visit` with all images of `x` [n, c, h, w] in frames, `most` of them at a time at most. */
export function withFrames(gpu: Gpu, x: View, frame: Frame, most: number, visit: (framed: Framed) => void): void {
  const [images, channels, h, w] = x.shape;
  const stored = storageType(x.dtype);
  const { copies, rows, columns, stride, row, column } = frame;
  const inTurns = (step: number, turn: (first: number, count: number) => void): void => {
    for (let first = 0; first < images; first += step) turn(first, Math.min(step, images - first));
  };
  if (
    copies === 1 &&
    row === 0 &&
    column === 0 &&
    rows <= h &&
    columns === w &&
    stride === 1 &&
    stored === "f32" &&
    x.offset % 4 === 0
  ) {
    inTurns(most, (firstImage, count) => {
      const image = channels * h * w;
      visit({
        buffer: x.buffer,
        start: x.offset + firstImage * image,
        pitch: w,
        plane: h * w,
        image,
        copy: 0,
        firstImage,
        images: count,
      });
    });
    return;
  }
  const plane = columns * stride;
  const pitch = channels * plane;
  const image = rows * pitch;
  const step = Math.max(1, Math.min(images, most, Math.floor(MOST / (copies * image * 4))));
  gpu.borrow(copies * step * image * 4, (buffer) =>
    inTurns(step, (firstImage, count) => {
      const packing: Packing = {
        dims: [
          { size: copies, step: stride, column: stride },
          { size: count, step: channels * h * w },
          { size: rows, step: w, row: 1 },
          { size: channels, step: h * w },
          { size: stride, step: 1, column: 1 },
          { size: columns, step: stride, column: stride },
        ],
        start: x.offset + firstImage * channels * h * w + row * w + column,
        row,
        column,
        rows: h,
        columns: w,
        channels: 1,
      };
      pack(gpu, x.buffer, stored, buffer, packing);
      visit({ buffer, start: 0, pitch, plane, image, copy: count * image, firstImage, images: count });
    }),
  );
}
