import { ArgumentError } from "@nn/core";
import { checkFinite, checkRange, imageSize, type Transform } from "./transform";

export interface RandomRotationOptions {
  /** The range of the angle, counterclockwise; one number stands for −degrees to +degrees. */
  readonly degrees: number | readonly [low: number, high: number];
  /** What comes in from outside of the image. Default: 0. */
  readonly fill?: number;
}

/** Turns the image about its middle by a random angle, interpolating bilinearly. */
export function randomRotation(options: RandomRotationOptions): Transform {
  const { degrees, fill = 0 } = options;
  if (typeof degrees === "number" && !(degrees >= 0)) {
    throw new ArgumentError(`randomRotation: degrees must not be negative, got ${degrees}; a range is [low, high]`);
  }
  const range: readonly [number, number] = typeof degrees === "object" ? degrees : [-degrees, degrees];
  checkRange("randomRotation", "degrees", range);
  checkFinite("randomRotation", "fill", fill);
  return {
    prepare(shape) {
      const { channels, rows, columns } = imageSize("randomRotation", shape);
      const turned = new Float32Array(channels * rows * columns);
      return {
        shape,
        apply(image, random) {
          const angle = ((range[0] + (range[1] - range[0]) * random.uniform()) * Math.PI) / 180;
          const cosine = Math.cos(angle);
          const sine = Math.sin(angle);
          const middleX = (columns - 1) / 2;
          const middleY = (rows - 1) / 2;
          for (let row = 0; row < rows; row++) {
            const y = row - middleY;
            for (let column = 0; column < columns; column++) {
              const x = column - middleX;
              // Where the pixel was; rows point down.
              const fromX = middleX + cosine * x - sine * y;
              const fromY = middleY + sine * x + cosine * y;
              const left = Math.floor(fromX);
              const top = Math.floor(fromY);
              const right = fromX - left;
              const down = fromY - top;
              const hasLeft = left >= 0 && left < columns;
              const hasRight = left >= -1 && left < columns - 1;
              const hasTop = top >= 0 && top < rows;
              const hasDown = top >= -1 && top < rows - 1;
              for (let channel = 0; channel < channels; channel++) {
                const at = (channel * rows + top) * columns + left;
                const a = hasTop && hasLeft ? image[at] : fill;
                const b = hasTop && hasRight ? image[at + 1] : fill;
                const c = hasDown && hasLeft ? image[at + columns] : fill;
                const d = hasDown && hasRight ? image[at + columns + 1] : fill;
                const upper = a + (b - a) * right;
                const lower = c + (d - c) * right;
                turned[(channel * rows + row) * columns + column] = upper + (lower - upper) * down;
              }
            }
          }
          return turned;
        },
      };
    },
  };
}
