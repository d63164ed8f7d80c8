const ROTATIONS = [
  [13, 15, 26, 6],
  [17, 29, 16, 24],
];

/** Threefry-2x32 with 20 rounds (Salmon et al. 2011, and Random123's threefry.h): two words from key and counter. */
export function threefry(key: readonly number[], counter: readonly number[]): [number, number] {
  const keys = [key[0] | 0, key[1] | 0, 0x1bd11bda ^ key[0] ^ key[1]];
  let a = (counter[0] + keys[0]) | 0;
  let b = (counter[1] + keys[1]) | 0;
  for (let group = 0; group < 5; group++) {
    for (const rotation of ROTATIONS[group % 2]) {
      a = (a + b) | 0;
      b = ((b << rotation) | (b >>> (32 - rotation))) ^ a;
    }
    a = (a + keys[(group + 1) % 3]) | 0;
    b = (b + keys[(group + 2) % 3] + group + 1) | 0;
  }
  return [a, b];
}

/** The 64-bit counter [low, high] plus `n`. */
export function advance([low, high]: readonly [number, number], n: number): [number, number] {
  const sum = (low >>> 0) + n;
  return [(sum % 2 ** 32) | 0, (high + Math.floor(sum / 2 ** 32)) | 0];
}
