import { randint } from "@nn/core";
import type { LabelledImages } from "@nn/data";

/**
 * Copies every image of `set` into `moved`, shifted at random by up to `reach` pixels in each direction. What comes in
 * at the borders is background. A network that sees each image a little elsewhere every time learns its shape instead.
 */
export async function jitter(set: LabelledImages, moved: Uint8Array, reach = 1): Promise<void> {
  const { images, count, rows, columns } = set;
  const shifts = await randint(-reach, reach + 1, [count, 2]).data();
  moved.fill(0);
  for (let i = 0; i < count; i++) {
    const [down, right] = [shifts[2 * i], shifts[2 * i + 1]];
    const image = i * rows * columns;
    for (let row = Math.max(0, -down); row < Math.min(rows, rows - down); row++) {
      const from = image + row * columns + Math.max(0, -right);
      const to = image + (row + down) * columns + Math.max(0, right);
      moved.set(images.subarray(from, from + columns - Math.abs(right)), to);
    }
  }
}
