import { rowMajorStrides, sizeOf, type View } from "@nn/core";
import type { Block } from "../src/gpu/block";
import type { Gpu } from "../src/gpu/gpu";

const UNTOUCHED = 77;
const GUARD = 8;

/** The same numbers in every run, from −1 to 1. */
export function numbers(seed: number): () => number {
  return () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.fround(seed / 2 ** 31 - 1);
  };
}

export function listOf(length: number, value: (i: number) => number): number[] {
  return Array.from({ length }, (_, i) => value(i));
}

/** A contiguous view of `values`, `offset` elements into its buffer. */
export function viewOf(
  gpu: Gpu,
  values: readonly number[] | Float32Array,
  shape: readonly number[],
  offset = 0,
  dtype: "float32" | "int32" = "float32",
): View {
  const length = Math.ceil((offset + values.length) / 4) * 4 + GUARD;
  const data = new (dtype === "int32" ? Int32Array : Float32Array)(length).fill(UNTOUCHED);
  data.set(values, offset);
  const buffer = gpu.take(data.byteLength);
  gpu.write(buffer, data);
  return { buffer, dtype, shape, strides: rowMajorStrides(shape), offset };
}

export function outputOf(gpu: Gpu, shape: readonly number[], dtype: "float32" | "int32" = "float32"): View {
  return viewOf(gpu, listOf(sizeOf(shape), () => UNTOUCHED), shape, 0, dtype); // oxfmt-ignore
}

/** The elements of an output, once what lies behind it is found whole. */
export async function resultOf(gpu: Gpu, { buffer, dtype, shape }: View): Promise<number[]> {
  const length = sizeOf(shape);
  const padded = Math.ceil(length / 4) * 4;
  const all = [...(await gpu.read(buffer as Block, dtype, 0, padded + GUARD))];
  if (all.slice(padded).some((value) => value !== UNTOUCHED)) throw new Error("written behind the output");
  return all.slice(0, length);
}

/** The first element that is off by more than `tolerance` of 1 or of the larger value; undefined where none is. */
export function firstOff(found: readonly number[], wanted: readonly number[], tolerance: number): string | undefined {
  if (found.length !== wanted.length) return `${found.length} elements for ${wanted.length}`;
  const i = wanted.findIndex((value, n) =>
    Number.isFinite(value)
      ? !(Math.abs(found[n] - value) <= tolerance * (1 + Math.abs(value)))
      : !Object.is(found[n], value),
  );
  return i < 0 ? undefined : `element ${i}: ${found[i]} for ${wanted[i]}`;
}
