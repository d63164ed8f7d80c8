import { ArgumentError, ShapeError } from "@nn/core";
import { integerBelow } from "../random";
import { checkFinite, imageSize, type Transform } from "./transform";

export interface RandomCropOptions {
  /** Rows and columns of the crop; one number for a square. */
  readonly size: number | readonly [rows: number, columns: number];
  /** Pixels put around the image first; with the image's own size as `size` it is shifted by up to as many. Default: 0. */
  readonly padding?: number;
  /** The value of those pixels. Default: 0. */
  readonly fill?: number;
}

/** Cuts a part of the image at a random place. */
export function randomCrop(options: RandomCropOptions): Transform {
  const { size, padding = 0, fill = 0 } = options;
  const [height, width] = typeof size === "object" ? size : [size, size];
  checkInteger("size", height, 1);
  checkInteger("size", width, 1);
  checkInteger("padding", padding, 0);
  checkFinite("randomCrop", "fill", fill);
  return {
    prepare(shape) {
      const { channels, rows, columns } = imageSize("randomCrop", shape);
      const slackDown = rows + 2 * padding - height;
      const slackRight = columns + 2 * padding - width;
      if (slackDown < 0 || slackRight < 0) {
        throw new ShapeError(
          `randomCrop: ${height} × ${width} pixels do not fit images of ${rows} × ${columns} with a padding of ${padding}`,
        );
      }
      const crop = new Float32Array(channels * height * width);
      return {
        shape: [...shape.slice(0, -2), height, width],
        apply(image, random) {
          const top = integerBelow(random, slackDown + 1) - padding;
          const left = integerBelow(random, slackRight + 1) - padding;
          if (top === 0 && left === 0 && height === rows && width === columns) return image;
          crop.fill(fill);
          const firstRow = Math.max(0, -top);
          const endRow = Math.min(height, rows - top);
          const firstColumn = Math.max(0, -left);
          const endColumn = Math.min(width, columns - left);
          for (let channel = 0; channel < channels; channel++) {
            for (let row = firstRow; row < endRow; row++) {
              const to = (channel * height + row) * width;
              const from = (channel * rows + row + top) * columns + left;
              for (let column = firstColumn; column < endColumn; column++) crop[to + column] = image[from + column];
            }
          }
          return crop;
        },
      };
    },
  };
}

function checkInteger(name: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new ArgumentError(`randomCrop: ${name} must be an integer of at least ${least}, got ${String(value)}`);
}
