import { ArgumentError, ShapeError } from "@nn/core";
import { integerBelow, normal } from "../random";
import { checkFinite, checkProbability, checkRange, imageSize, type Transform } from "./transform";

export interface RandomErasingOptions {
  /** The probability of erasing. Default: 0.5. */
  readonly p?: number;
  /** The range of the erased part of the image's area. Default: [0.02, 0.33]. */
  readonly scale?: readonly [low: number, high: number];
  /** The range of height / width of the erased box. Default: [0.3, 3.3]. */
  readonly ratio?: readonly [low: number, high: number];
  /** What it is filled with: a number, one per channel, or noise of mean 0 and deviation 1. Default: 0. */
  readonly value?: number | readonly number[] | "random";
}

/** How often a box that does not fit is drawn again. */
const ATTEMPTS = 10;

/** Erases a box at a random place of the image, by chance, as PyTorch's RandomErasing does. */
export function randomErasing(options: RandomErasingOptions = {}): Transform {
  const { p = 0.5, scale = [0.02, 0.33], ratio = [0.3, 3.3], value = 0 } = options;
  checkProbability("randomErasing", p);
  checkRange("randomErasing", "scale", scale);
  checkRange("randomErasing", "ratio", ratio);
  if (scale[0] < 0 || scale[1] > 1) throw new ArgumentError(`randomErasing: scale must be from 0 to 1, got [${scale}]`);
  if (ratio[0] <= 0) throw new ArgumentError(`randomErasing: ratio must be above 0, got [${ratio}]`);
  const values = value === "random" ? undefined : typeof value === "object" ? value : [value];
  for (const each of values ?? []) checkFinite("randomErasing", "value", each);
  const [logLow, logHigh] = ratio.map(Math.log);

  return {
    prepare(shape) {
      const { channels, rows, columns } = imageSize("randomErasing", shape);
      if (values !== undefined && values.length !== 1 && values.length !== channels) {
        throw new ShapeError(
          `randomErasing: value has ${values.length} numbers for the ${channels} channels of [${shape}]`,
        );
      }
      return {
        shape,
        apply(image, random) {
          if (random.uniform() >= p) return image;
          for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
            const area = rows * columns * (scale[0] + (scale[1] - scale[0]) * random.uniform());
            const aspect = Math.exp(logLow + (logHigh - logLow) * random.uniform());
            const height = Math.round(Math.sqrt(area * aspect));
            const width = Math.round(Math.sqrt(area / aspect));
            if (height >= rows || width >= columns) continue;
            const top = integerBelow(random, rows - height + 1);
            const left = integerBelow(random, columns - width + 1);
            for (let channel = 0; channel < channels; channel++) {
              const fill = values?.[values.length === 1 ? 0 : channel];
              for (let row = top; row < top + height; row++) {
                const start = (channel * rows + row) * columns + left;
                for (let i = start; i < start + width; i++) image[i] = fill ?? normal(random);
              }
            }
            return image;
          }
          return image;
        },
      };
    },
  };
}
