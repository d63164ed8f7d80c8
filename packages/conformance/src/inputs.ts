import type { DType, Shape } from "@nn/core";
import { sizeOf } from "@nn/core";
import { integers, spread } from "./noise";

/** A case's float inputs take the float dtype that the check runs in; other dtypes are fixed. */
export type InputDType = "float" | Exclude<DType, "float16" | "float32" | "float64">;

/** One input of a case: its shape, dtype and how its values are made. */
export interface InputSpec {
  readonly shape: Shape;
  readonly dtype: InputDType;
  /** The elements in row-major order; `label` seeds pseudo-random ones. */
  readonly values: (label: string) => Float64Array;
  /** The tensor is an expanded view of values in this shape. */
  readonly expandedFrom?: Shape;
}

export interface FloatRange {
  low?: number;
  high?: number;
  /** Points to stay away from, where a derivative jumps. */
  away?: readonly number[];
  /** How far. */
  margin?: number;
}

/** Floats of [-2, 2], none near 0, all different in small tensors. */
export function floats(shape: Shape, { low = -2, high = 2, away = [0], margin = 1 / 32 }: FloatRange = {}): InputSpec {
  const range = { low, high, away, margin };
  return { shape, dtype: "float", values: (label) => spread(label, sizeOf(shape), range) };
}

/** Floats of [0.25, 3]. */
export const positive = (shape: Shape): InputSpec => floats(shape, { low: 0.25, high: 3 });

/** Probabilities of [0.125, 0.875]. */
export const probabilities = (shape: Shape): InputSpec => floats(shape, { low: 0.125, high: 0.875 });

/** Floats of [0.25, 1] whose sums do not end after a few bits; rounded to float32. */
export function thirds(shape: Shape): InputSpec {
  const { values, ...spec } = floats(shape, { low: 0.75, high: 3 });
  return { ...spec, values: (label) => values(label).map((v) => Math.fround(v / 3)) };
}

/** int32 numbers of [low, high). */
export function ints(shape: Shape, low: number, high: number, dtype: InputDType = "int32"): InputSpec {
  return { shape, dtype, values: (label) => integers(label, sizeOf(shape), low, high) };
}

/** uint8 numbers of [0, 256). */
export const bytes = (shape: Shape): InputSpec => ints(shape, 0, 256, "uint8");

/** Truth values. */
export const bools = (shape: Shape): InputSpec => ints(shape, 0, 2, "bool");

/** The given numbers, in one dimension unless `shape` says otherwise. */
export function given(
  values: readonly number[],
  shape: Shape = [values.length],
  dtype: InputDType = "float",
): InputSpec {
  if (sizeOf(shape) !== values.length) throw new Error(`given: ${values.length} values for shape [${shape}]`);
  return { shape, dtype, values: () => Float64Array.from(values) };
}

/** The given integers as int32. */
export const givenInts = (values: readonly number[], shape?: Shape): InputSpec => given(values, shape, "int32");

/** The given truth values (0 and 1). */
export const givenBools = (values: readonly number[], shape?: Shape): InputSpec => given(values, shape, "bool");

/** `spec` repeated up to `shape` as a view with strides of 0. */
export function expanded(spec: InputSpec, shape: Shape): InputSpec {
  const lead = shape.length - spec.shape.length;
  const values = (label: string): Float64Array => {
    const base = spec.values(label);
    return Float64Array.from({ length: sizeOf(shape) }, (_, flat) => {
      let rest = flat;
      let at = 0;
      let step = 1;
      for (let d = shape.length - 1; d >= lead; d--) {
        const size = spec.shape[d - lead];
        at += size === 1 ? 0 : (rest % shape[d]) * step;
        rest = Math.floor(rest / shape[d]);
        step *= size;
      }
      return base[at];
    });
  };
  return { shape, dtype: spec.dtype, values, expandedFrom: spec.shape };
}

/** NaN, infinities, zeros of both signs and ordinary numbers. */
export const SPECIAL: readonly number[] = [NaN, Infinity, -Infinity, 0, -0, 1, -1, 0.5, -2.5, 12];
