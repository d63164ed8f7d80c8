import { type DType, hostArray, rowMajorStrides, sizeOf, type TypedArray, type View } from "@nn/core";
import type { Block } from "../src/gpu/block";
import type { Gpu } from "../src/gpu/gpu";
import { itemBytes } from "../src/gpu/storage";

/** A tensor on a device, and its elements in order. */
export interface Sample {
  readonly view: View;
  readonly values: readonly number[];
}

/** A view of numbers that `at` gives for the places in the buffer; without `strides`, a contiguous one. */
export function sample(
  gpu: Gpu,
  dtype: DType,
  shape: readonly number[],
  at: (place: number) => number,
  { strides = rowMajorStrides(shape), offset = 0 }: { strides?: readonly number[]; offset?: number } = {},
): Sample {
  let places = [offset];
  shape.forEach((size, d) => {
    places = places.flatMap((place) => Array.from({ length: size }, (_, i) => place + i * strides[d]));
  });
  const data = hostArray(dtype, places.reduce((most, place) => Math.max(most, place), 0) + 1);
  for (let place = 0; place < data.length; place++) data[place] = at(place);
  const buffer = gpu.take(data.length * itemBytes(dtype));
  gpu.write(buffer, data);
  return { view: { buffer, dtype, shape, strides, offset }, values: places.map((place) => data[place]) };
}

/** A view that a kernel writes to. */
export function target(gpu: Gpu, dtype: DType, shape: readonly number[]): View {
  const buffer = gpu.take(sizeOf(shape) * itemBytes(dtype));
  return { buffer, dtype, shape, strides: rowMajorStrides(shape), offset: 0 };
}

export function elementsOf(gpu: Gpu, { buffer, dtype, shape }: View): Promise<TypedArray> {
  return gpu.read(buffer as Block, dtype, 0, sizeOf(shape));
}

/** A number from −1 to 1 for each place, the same in every run. */
export function noise(place: number): number {
  return Math.fround((Math.imul(place + 1, 0x9e3779b1) ^ Math.imul(place + 7, 0x85ebca6b)) / 2 ** 31);
}

/** The first element that is further off than `tolerance`, relative to 1 or to itself; undefined where none is. */
export function firstOff(found: ArrayLike<number>, wanted: readonly number[], tolerance: number): string | undefined {
  if (found.length !== wanted.length) return `${found.length} elements for ${wanted.length}`;
  const i = wanted.findIndex((value, n) =>
    Number.isFinite(value)
      ? !(Math.abs(found[n] - value) <= tolerance * Math.max(1, Math.abs(value)))
      : !Object.is(found[n], value),
  );
  return i < 0 ? undefined : `element ${i}: ${found[i]} for ${wanted[i]}`;
}
