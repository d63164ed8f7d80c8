/**
 * Deterministic pseudo-random numbers that `tooling/reference/generate.py` makes as well: every value is a multiple of
 * 1/256 below 8, so that float16, float32 and float64 hold the same number.
 */

/** FNV-1a over UTF-16 code units: https://en.wikipedia.org/wiki/Fowler–Noll–Vo_hash_function. */
function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** A hash as eight hexadecimal digits. */
export function fingerprint(text: string): string {
  return hash32(text).toString(16).padStart(8, "0");
}

/** 32 well-mixed bits of `seed` and `i`: the finalizer of MurmurHash3. */
function mix(seed: number, i: number): number {
  let h = seed ^ Math.imul(i + 1, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** `length` numbers of [-2, 2], for cotangents. */
export function cotangent(label: string, length: number): Float64Array {
  const seed = hash32(label);
  return Float64Array.from({ length }, (_, i) => ((mix(seed, i) % 1024) - 512) / 256);
}

const QUANTUM = 256;

/** Numbers of [low, high] at least `margin` from every one in `away`; all different while there are enough. */
export function spread(
  label: string,
  length: number,
  { low, high, away, margin }: { low: number; high: number; away: readonly number[]; margin: number },
): Float64Array {
  const seed = hash32(label);
  const slots: number[] = [];
  for (let k = Math.ceil(low * QUANTUM); k <= Math.floor(high * QUANTUM); k++) {
    const value = k / QUANTUM;
    if (away.every((kink) => Math.abs(value - kink) >= margin)) slots.push(value);
  }
  for (let i = slots.length - 1; i > 0; i--) {
    const j = mix(seed, i) % (i + 1);
    [slots[i], slots[j]] = [slots[j], slots[i]];
  }
  if (length <= slots.length) return Float64Array.from(slots.slice(0, length));
  return Float64Array.from({ length }, (_, i) => slots[mix(seed, i) % slots.length]);
}

/** Integers of [low, high). */
export function integers(label: string, length: number, low: number, high: number): Float64Array {
  const seed = hash32(label);
  return Float64Array.from({ length }, (_, i) => low + (mix(seed, i) % (high - low)));
}
