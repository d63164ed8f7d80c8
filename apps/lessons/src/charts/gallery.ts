import { bitmapUrl } from "./bitmap";
import type { Chart } from "./render";
import { FONT, INK, titleOf } from "./style";

interface Image {
  readonly caption: string;
  /** [channels, rows, columns], from 0 to 1; one channel is grey, three are red, green and blue. */
  readonly pixels: ArrayLike<number>;
}

export interface GalleryOptions {
  readonly title: string;
  readonly channels: 1 | 3;
  readonly rows: number;
  readonly columns: number;
  readonly images: readonly Image[];
}

const PER_LINE = 8;
const SIZE = 76;
const STEP = { across: SIZE + 10, down: SIZE + 32 };
const TOP = 54;

/** Small images in rows, each with a caption below. */
export function gallery({ title, channels, rows, columns, images }: GalleryOptions): Chart {
  const elements = images.flatMap(({ caption, pixels }, i) => {
    const x = 20 + (i % PER_LINE) * STEP.across;
    const y = TOP + Math.floor(i / PER_LINE) * STEP.down;
    const image = bitmapUrl(toDots(pixels, channels, rows * columns), rows, columns);
    const font = `12px ${FONT}`;
    return [
      { type: "image" as const, style: { image, x, y, width: SIZE, height: SIZE } },
      {
        type: "text" as const,
        style: { text: caption, x: x + SIZE / 2, y: y + SIZE + 6, align: "center" as const, fill: INK, font },
      },
    ];
  });
  const lines = Math.ceil(images.length / PER_LINE);
  const option = { title: titleOf(title), graphic: { elements } };
  return { option, width: 30 + PER_LINE * STEP.across, height: TOP + lines * STEP.down + 6 };
}

/** Channels first to colours side by side, in bytes. */
function toDots(pixels: ArrayLike<number>, channels: 1 | 3, size: number): Uint8ClampedArray {
  return Uint8ClampedArray.from({ length: 3 * size }, (_, i) => {
    const channel = channels === 3 ? i % 3 : 0;
    return 255 * pixels[channel * size + Math.floor(i / 3)];
  });
}
