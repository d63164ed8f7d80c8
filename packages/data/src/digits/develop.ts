import type { RandomStream } from "../random";
import { SIDE } from "./size";
import { between, chance } from "./variates";

const blurred = /* @__PURE__ */ new Float32Array(SIDE * SIDE);

/** Turns coverage into the bytes of a picture: blurred, of some darkness, with grain. */
export function develop(ink: Float32Array, random: RandomStream, image: Uint8Array): void {
  if (chance(random, 0.6)) blur(ink, between(random, 0.1, 1));
  const dark = between(random, 140, 255);
  const grain = chance(random, 0.4) ? between(random, 5, 28) : 0;
  const ground = chance(random, 0.3) ? between(random, 0, 25) : 0;
  for (let pixel = 0; pixel < image.length; pixel += 4) {
    const bits = grain > 0 ? random.bits() : 0x80808080;
    for (let k = 0; k < 4; k++) {
      const noise = ((bits >>> (8 * k)) & 0xff) / 127.5 - 1;
      const value = ground + (dark - ground) * ink[pixel + k] + grain * noise;
      image[pixel + k] = Math.min(Math.max(Math.round(value), 0), 255);
    }
  }
}

/** Mixes every pixel with the mean of its neighbourhood, weighted 1 2 1. */
function blur(ink: Float32Array, amount: number): void {
  for (let row = 0; row < SIDE; row++) {
    const up = Math.max(row - 1, 0) * SIDE;
    const here = row * SIDE;
    const down = Math.min(row + 1, SIDE - 1) * SIDE;
    for (let column = 0; column < SIDE; column++) {
      blurred[here + column] = (ink[up + column] + 2 * ink[here + column] + ink[down + column]) / 4;
    }
  }
  for (let row = 0; row < SIDE; row++) {
    const here = row * SIDE;
    for (let column = 0; column < SIDE; column++) {
      const left = here + Math.max(column - 1, 0);
      const right = here + Math.min(column + 1, SIDE - 1);
      const mean = (blurred[left] + 2 * blurred[here + column] + blurred[right]) / 4;
      ink[here + column] += amount * (mean - ink[here + column]);
    }
  }
}
