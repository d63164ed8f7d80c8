import { type DType, hostArray, rowMajorStrides, sizeOf, type TypedArray, type View } from "@nn/core";

/** Numbers in [0, 1) that are the same in every run. */
export function randomSource(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A contiguous view that begins at `offset` of its buffer. */
export function view(dtype: DType, shape: readonly number[], value: (i: number) => number, offset = 0): View {
  const buffer = hostArray(dtype, sizeOf(shape) + offset);
  for (let i = 0; i < buffer.length; i++) buffer[i] = value(i - offset);
  return { buffer, dtype, shape, strides: rowMajorStrides(shape), offset };
}

/** The elements of any view in row-major order. */
export function values({ buffer, shape, strides, offset }: View): number[] {
  let places = [offset];
  shape.forEach((size, d) => {
    places = places.flatMap((place) => Array.from({ length: size }, (_, i) => place + i * strides[d]));
  });
  return places.map((place) => (buffer as TypedArray)[place]);
}

/** `x` with its dimensions in another order. */
export function permuted(x: View, order: readonly number[]): View {
  return { ...x, shape: order.map((d) => x.shape[d]), strides: order.map((d) => x.strides[d]) };
}

/** `x` backwards along `dim`. */
export function flipped(x: View, dim: number): View {
  return {
    ...x,
    strides: x.strides.map((stride, d) => (d === dim ? -stride : stride)),
    offset: x.offset + (x.shape[dim] - 1) * x.strides[dim],
  };
}
