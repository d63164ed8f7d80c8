import type { RandomStream } from "../random";

export function between(random: RandomStream, low: number, high: number): number {
  return low + (high - low) * random.uniform();
}

export function chance(random: RandomStream, probability: number): boolean {
  return random.uniform() < probability;
}

export function pick<T>(random: RandomStream, items: readonly T[]): T {
  return items[Math.floor(random.uniform() * items.length)];
}

/** A bell-shaped variate of mean 0 and deviation 1 from 4 uniform ones: arithmetic alone, equal on every platform. */
export function bell(random: RandomStream): number {
  const sum = random.uniform() + random.uniform() + random.uniform() + random.uniform();
  return (sum - 2) * Math.sqrt(3);
}
