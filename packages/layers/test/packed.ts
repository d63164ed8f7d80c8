import { tensor, type DType, type Tensor } from "@nn/core";

/** A tensor in a golden file. */
export interface Packed {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly values: readonly number[];
}

export function unpack({ shape, dtype, values }: Packed): Tensor {
  return tensor(Float64Array.from(values), { shape, dtype: dtype as DType });
}

export function unpackAll(entries: Readonly<Record<string, Packed>>): Record<string, Tensor> {
  return Object.fromEntries(Object.entries(entries).map(([key, value]) => [key, unpack(value)]));
}

/** The largest difference, relative to values above 1; infinite when shapes differ. */
export function distance(actual: Tensor, expected: Packed): number {
  if (`${actual.shape}` !== `${expected.shape}`) return Infinity;
  const differences = Array.from(actual.dataSync(), (value, i) => {
    const wanted = expected.values[i];
    return Math.abs(value - wanted) / Math.max(1, Math.abs(wanted));
  });
  return Math.max(0, ...differences);
}
