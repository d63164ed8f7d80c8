import { checkProbability, imageSize, type Transform } from "./transform";

export interface RandomHorizontalFlipOptions {
  /** The probability of a flip. Default: 0.5. */
  readonly p?: number;
}

/** Mirrors the image left to right, by chance. */
export function randomHorizontalFlip(options: RandomHorizontalFlipOptions = {}): Transform {
  const { p = 0.5 } = options;
  checkProbability("randomHorizontalFlip", p);
  return {
    prepare(shape) {
      const { columns } = imageSize("randomHorizontalFlip", shape);
      return {
        shape,
        apply(image, random) {
          if (random.uniform() >= p) return image;
          for (let start = 0; start < image.length; start += columns) {
            for (let left = start, right = start + columns - 1; left < right; left++, right--) {
              const pixel = image[left];
              image[left] = image[right];
              image[right] = pixel;
            }
          }
          return image;
        },
      };
    },
  };
}
