import type { HostTensor } from "./work";

/** `x` with dimension i taken from dimension `order[i]`, copied. */
export function permute({ shape, data }: HostTensor, order: readonly number[]): HostTensor {
  const strides = shape.map((_, dim) => shape.slice(dim + 1).reduce((size, n) => size * n, 1));
  const to = order.map((dim) => shape[dim]);
  const steps = order.map((dim) => strides[dim]);
  const out = data.slice();
  const index = to.map(() => 0);
  for (let i = 0, from = 0; i < out.length; i++) {
    out[i] = data[from];
    for (let dim = to.length - 1; dim >= 0; dim--) {
      from += steps[dim];
      if (++index[dim] < to[dim]) break;
      from -= steps[dim] * to[dim];
      index[dim] = 0;
    }
  }
  return { shape: to, data: out };
}
