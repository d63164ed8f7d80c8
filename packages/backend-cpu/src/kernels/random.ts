import { type Kernel, type Primitives, sizeOf } from "@nn/core";
import { elements } from "../strided";

function mix(b: number, turn: number, a: number): number {
  return ((b << turn) | (b >>> -turn)) ^ a;
}

/** Threefry-2x32 with 20 rounds: Salmon et al., Parallel random numbers: as easy as 1, 2, 3 (2011). */
export const random: Kernel<Primitives["random"]> = (_, [y], { kind, key, counter }) => {
  const to = elements(y);
  const size = sizeOf(y.shape);
  const keys = [key[0] | 0, key[1] | 0, key[0] ^ key[1] ^ 0x1bd11bda];
  for (let block = 0, i = 0; i < size; block++) {
    const low = (counter[0] >>> 0) + block;
    let a = (low + keys[0]) | 0;
    let b = (counter[1] + Math.floor(low / 2 ** 32) + keys[1]) | 0;
    for (let group = 1; group < 6; group++) {
      // Constants, since turns by a variable take twice the time.
      if (group & 1) {
        b = mix(b, 13, (a = (a + b) | 0));
        b = mix(b, 15, (a = (a + b) | 0));
        b = mix(b, 26, (a = (a + b) | 0));
        b = mix(b, 6, (a = (a + b) | 0));
      } else {
        b = mix(b, 17, (a = (a + b) | 0));
        b = mix(b, 29, (a = (a + b) | 0));
        b = mix(b, 16, (a = (a + b) | 0));
        b = mix(b, 24, (a = (a + b) | 0));
      }
      a = (a + keys[group % 3]) | 0;
      b = (b + keys[(group + 1) % 3] + group) | 0;
    }
    if (y.dtype === "float64") {
      to[i++] = ((a >>> 5) * 2 ** 26 + (b >>> 6)) * 2 ** -53;
    } else {
      to[i++] = kind === "bits" ? a : (a >>> 8) * 2 ** -24;
      if (i < size) to[i++] = kind === "bits" ? b : (b >>> 8) * 2 ** -24;
    }
  }
};
