import { rand, randn } from "@nn/core";
import type { ImageSet } from "./image-set";

/** Whether the place (u, v), seen from the middle of a shape of radius 1, lies in it. */
type Shape = (u: number, v: number) => boolean;

const SHAPES: Record<string, Shape> = {
  disc: (u, v) => Math.hypot(u, v) < 0.95,
  ring: (u, v) => Math.hypot(u, v) < 0.95 && Math.hypot(u, v) > 0.55,
  square: (u, v) => Math.max(Math.abs(u), Math.abs(v)) < 0.8,
  triangle: (u, v) => v > -0.55 && Math.sqrt(3) * Math.abs(u) + v < 1,
  cross: (u, v) => Math.min(Math.abs(u), Math.abs(v)) < 0.27 && Math.max(Math.abs(u), Math.abs(v)) < 0.95,
};

/** The names of the classes. */
export const SHAPE_NAMES = Object.keys(SHAPES);

const SIDE = 32;
const DOTS = SIDE * SIDE;
/** Random numbers that describe one image. */
const TRAITS = 10;

/** Draws coloured, turned shapes somewhere on coloured, noisy backgrounds; every class equally often. */
export async function drawShapes(count: number): Promise<ImageSet> {
  const traits = await rand([count, TRAITS]).data();
  const pixels = Float32Array.from(await randn([count, 3, SIDE, SIDE]).data(), (noise) => 0.05 * noise);
  const labels = Int32Array.from({ length: count }, (_, i) => i % SHAPE_NAMES.length);
  for (let i = 0; i < count; i++) {
    const isInside = SHAPES[SHAPE_NAMES[labels[i]]];
    const image = pixels.subarray(3 * DOTS * i, 3 * DOTS * (i + 1));
    drawShape(isInside, traits.subarray(TRAITS * i, TRAITS * (i + 1)), image);
  }
  return { count, channels: 3, side: SIDE, pixels: pixels.map((value) => Math.min(Math.max(value, 0), 1)), labels };
}

/** Adds shape and background to the noise that is there. */
function drawShape(isInside: Shape, traits: ArrayLike<number>, image: Float32Array): void {
  const [x, y] = [12 + 8 * traits[0], 12 + 8 * traits[1]];
  const radius = 7 + 4 * traits[2];
  const [cos, sin] = [Math.cos(2 * Math.PI * traits[3]), Math.sin(2 * Math.PI * traits[3])];
  for (let dot = 0; dot < DOTS; dot++) {
    const [right, down] = [((dot % SIDE) - x) / radius, (Math.floor(dot / SIDE) - y) / radius];
    const isShape = isInside(cos * right + sin * down, cos * down - sin * right);
    for (let colour = 0; colour < 3; colour++) {
      const background = traits[4 + colour];
      // At least a third of the range away from the background, around the circle of values.
      const ink = (background + 1 / 3 + traits[7 + colour] / 3) % 1;
      image[colour * DOTS + dot] += isShape ? ink : background;
    }
  }
}
