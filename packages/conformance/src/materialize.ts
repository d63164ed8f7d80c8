import {
  expand,
  flip,
  narrow,
  permute,
  reshape,
  sizeOf,
  tensor,
  type Backend,
  type DType,
  type Shape,
  type Tensor,
  type TypedArray,
} from "@nn/core";
import type { Case, FloatDType } from "./case";
import type { InputSpec } from "./inputs";
import { toHalf } from "./reference/memory";

/** How a tensor lies in memory: the same values, from a buffer that holds more than them or in another order. */
export type Layout = "contiguous" | "transposed" | "stepped" | "flipped" | "offset";

export const LAYOUTS: readonly Layout[] = ["transposed", "stepped", "flipped", "offset"];

/** What lies around the elements of a view: reading it shows. */
const TRAP = 77;

function dtypeOf(spec: InputSpec, float: FloatDType): DType {
  return spec.dtype === "float" ? float : spec.dtype;
}

/** A tensor of `values` in row-major order, laid out as asked. */
export function tensorOf(
  backend: Backend,
  values: Float64Array,
  shape: Shape,
  dtype: DType,
  layout: Layout = "contiguous",
): Tensor {
  const make = (data: Float64Array, size: Shape): Tensor =>
    tensor(hostValues(data, dtype), { shape: size, dtype, backend });
  if (layout === "contiguous" || values.length === 0) return make(values, shape);
  const last = shape.length - 1;
  switch (layout) {
    case "transposed": {
      const reversed = shape.map((_, i) => last - i);
      const moved = permuted(values, shape, reversed);
      return permute(make(moved, reversed.map((d) => shape[d])), reversed); // oxfmt-ignore
    }
    case "stepped": {
      // Every element in a row with a trap before it: the second of each pair.
      const pairs = Float64Array.from({ length: values.length * 2 }, (_, i) => (i % 2 ? values[i >> 1] : TRAP));
      return reshape(narrow(make(pairs, [...shape, 2]), -1, 1, 1), shape);
    }
    case "flipped":
      return flip(make(values.slice().reverse(), shape), shape.map((_, i) => i)); // oxfmt-ignore
    case "offset": {
      const padded = Float64Array.from({ length: values.length + 6 }, (_, i) => values[i - 3] ?? TRAP);
      return reshape(narrow(make(padded, [padded.length]), 0, 3, values.length), shape);
    }
  }
}

function hostValues(values: Float64Array, dtype: DType): TypedArray {
  return dtype === "float16" ? Uint16Array.from(values, toHalf) : values;
}

/** The elements in the order of the dimensions `order`. */
function permuted(values: Float64Array, shape: Shape, order: readonly number[]): Float64Array {
  const size = order.map((d) => shape[d]);
  return Float64Array.from({ length: sizeOf(shape) }, (_, flat) => {
    const index = shape.map(() => 0);
    for (let i = size.length - 1; i >= 0; i--) {
      index[order[i]] = flat % size[i];
      flat = Math.floor(flat / size[i]);
    }
    return values[shape.reduce((at, s, d) => at * s + index[d], 0)];
  });
}

/** The host values of a case's inputs, by name. */
export function valuesOf(c: Case): Record<string, Float64Array> {
  return mapValues(c.inputs, (spec, name) => spec.values(`${c.id}:${name}`));
}

export interface InputOptions {
  /** Values in place of the case's own; expanded inputs are then written out, as each element may differ. */
  values?: Readonly<Record<string, Float64Array>>;
  layout?: Layout;
}

/** A case's inputs as tensors; expanded ones are views unless another layout is asked for. */
export function inputsOf(
  backend: Backend,
  c: Case,
  dtype: FloatDType,
  options: InputOptions = {},
): Record<string, Tensor> {
  const { values = valuesOf(c), layout = "contiguous" } = options;
  return mapValues(c.inputs, (spec, name) => {
    const type = dtypeOf(spec, dtype);
    const written = options.values !== undefined || layout !== "contiguous" || !spec.expandedFrom;
    if (written) return tensorOf(backend, values[name], spec.shape, type, layout);
    return expand(
      tensorOf(backend, baseOf(values[name], spec.shape, spec.expandedFrom), spec.expandedFrom, type),
      spec.shape,
    );
  });
}

/** The elements of an expanded tensor that are not repetitions. */
function baseOf(values: Float64Array, shape: Shape, base: Shape): Float64Array {
  const lead = shape.length - base.length;
  const picked: number[] = [];
  values.forEach((value, flat) => {
    let rest = flat;
    let first = true;
    for (let d = shape.length - 1; d >= 0; d--) {
      const i = rest % shape[d];
      rest = Math.floor(rest / shape[d]);
      if (i > 0 && (d < lead || base[d - lead] !== shape[d])) first = false;
    }
    if (first) picked.push(value);
  });
  return Float64Array.from(picked);
}

export function mapValues<T, R>(
  record: Readonly<Record<string, T>>,
  fn: (value: T, key: string) => R,
): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, fn(value, key)]));
}
