import type { HostTensor } from "./work";

/** Numbers in [0, 1) by mulberry32: the same for the same seed on every machine. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

const product = (shape: readonly number[]): number => shape.reduce((size, n) => size * n, 1);

/** Uniform numbers in [-scale, scale). */
export function uniform(seed: number, shape: readonly number[], scale = 1): HostTensor {
  const next = generator(seed);
  return { shape, data: Float32Array.from({ length: product(shape) }, () => (2 * next() - 1) * scale) };
}

/** Uniform class numbers in [0, classes). */
export function labels(seed: number, count: number, classes: number): HostTensor {
  const next = generator(seed);
  return { shape: [count], data: Int32Array.from({ length: count }, () => Math.floor(next() * classes)) };
}
