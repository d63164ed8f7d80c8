import { ArgumentError, ShapeError } from "@nn/core";
import { checkFinite, imageSize, type Transform } from "./transform";

export interface NormalizeOptions {
  /** Per channel, or one for all. */
  readonly mean: number | readonly number[];
  readonly std: number | readonly number[];
  /** What pixels are multiplied by first: 1 / 255 when mean and std are those of pixels from 0 to 1. Default: 1. */
  readonly scale?: number;
}

/** Makes images of (pixel · scale − mean) / std. */
export function normalize(options: NormalizeOptions): Transform {
  const { scale = 1 } = options;
  const means = toList(options.mean);
  const stds = toList(options.std);
  checkFinite("normalize", "scale", scale);
  for (const mean of means) checkFinite("normalize", "mean", mean);
  for (const std of stds) {
    checkFinite("normalize", "std", std);
    if (std <= 0) throw new ArgumentError(`normalize: std must be above 0, got ${std}`);
  }
  return {
    prepare(shape) {
      const { channels, rows, columns } = imageSize("normalize", shape);
      for (const [name, list] of Object.entries({ mean: means, std: stds })) {
        if (list.length === 1 || list.length === channels) continue;
        throw new ShapeError(
          `normalize: ${name} has ${list.length} numbers for the ${channels} channels of [${shape}]`,
        );
      }
      const size = rows * columns;
      return {
        shape,
        apply(image) {
          for (let channel = 0; channel < channels; channel++) {
            const std = stds.length === 1 ? stds[0] : stds[channel];
            const mean = means.length === 1 ? means[0] : means[channel];
            const factor = scale / std;
            const offset = mean / std;
            const end = (channel + 1) * size;
            for (let i = channel * size; i < end; i++) image[i] = image[i] * factor - offset;
          }
          return image;
        },
      };
    },
  };
}

function toList(value: number | readonly number[]): readonly number[] {
  return typeof value === "object" ? value : [value];
}
