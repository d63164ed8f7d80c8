/** Gives the next number of a stream. */
export interface RandomStream {
  /** An integer from 0 to 2^32 - 1. */
  bits(): number;
  /** A multiple of 2^-32 in [0, 1). */
  uniform(): number;
}

/**
 * A stream that depends on `seed` and `index` alone, and is the same on every platform: it computes in integers.
 * Generator: sfc32, Chris Doty-Humphrey's PractRand (https://pracrand.sourceforge.net).
 */
export function randomStream(seed: number, index: number): RandomStream {
  let a = seed | 0;
  let b = Math.floor(seed / 2 ** 32) | 0;
  let c = index | 0;
  let counter = 1;

  function bits(): number {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  // Rounds enough for every bit of the seed to reach every word.
  for (let i = 0; i < 15; i++) bits();
  return { bits, uniform: () => bits() / 2 ** 32 };
}

/** The integers below `count` in random order. */
export function permutation(count: number, random: RandomStream): Uint32Array {
  const order = range(count);
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(random.uniform() * (last + 1));
    [order[last], order[other]] = [order[other], order[last]];
  }
  return order;
}

/** The integers below `count` in their order. */
export function range(count: number): Uint32Array {
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
  return order;
}

/**
 * Streams for the samples of one epoch, which depend on `seed`, `epoch` and the sample's number alone. Orders of epochs
 * take the streams of `randomStream(seed, epoch)`; the negative numbers are free for these.
 */
export function sampleStreams(seed: number, epoch: number): (sample: number) => RandomStream {
  const random = randomStream(seed, ~epoch);
  const own = random.bits() + (random.bits() >>> 11) * 2 ** 32;
  return (sample) => randomStream(own, sample);
}

/** An integer from 0 to below `count`. */
export function integerBelow(random: RandomStream, count: number): number {
  return Math.floor(random.uniform() * count);
}

/** A variate of mean 0 and deviation 1 by the Box–Muller transform (https://doi.org/10.1214/aoms/1177706645). */
export function normal(random: RandomStream): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.uniform()));
  return radius * Math.cos(2 * Math.PI * random.uniform());
}
