import { sizeOf, type TypedArray, type View } from "@nn/core";

export function data(view: View): TypedArray {
  return view.buffer as TypedArray;
}

/** The elements of a contiguous view, from index 0 on. */
export function elements(view: View): TypedArray {
  return view.offset === 0 ? data(view) : data(view).subarray(view.offset);
}

/** The one step between neighbours in row-major order (1: contiguous, 0: constant), or NaN where it varies. */
export function flatStep({ shape, strides }: View): number {
  let step = 0;
  let span = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    if (shape[i] === 1) continue;
    if (span === 1) step = strides[i];
    else if (strides[i] !== step * span) return NaN;
    span *= shape[i];
  }
  return step;
}

/** Entries of all ramps together before they are thrown away. */
const RAMP_ENTRIES = 2 ** 20;

const ramps = /* @__PURE__ */ new Map<number, Int32Array>();
let rampEntries = 0;

/** At least `length` multiples of `step`: 0, step, 2 · step, ... Shared: read only. */
export function ramp(step: number, length: number): Int32Array {
  let table = ramps.get(step);
  if (!table || table.length < length) {
    table = new Int32Array(Math.max(16, length));
    for (let i = 0; i < table.length; i++) table[i] = i * step;
    rampEntries += table.length;
    if (rampEntries > RAMP_ENTRIES) {
      ramps.clear();
      rampEntries = 0;
    }
    ramps.set(step, table);
  }
  return table;
}

/** The offset of every element of a strided tensor, in row-major order. */
export function offsets(shape: readonly number[], strides: readonly number[]): Int32Array {
  const out = new Int32Array(sizeOf(shape));
  for (let d = shape.length - 1, filled = 1; d >= 0; filled *= shape[d--]) {
    for (let i = 1; i < shape[d]; i++) {
      for (let j = 0; j < filled; j++) out[i * filled + j] = out[j] + i * strides[d];
    }
  }
  return out;
}

/** A walk over tensors of one shape, row by row: `length` elements `steps[t]` apart from each of `starts[t]`. */
export interface Rows {
  readonly length: number;
  readonly steps: readonly number[];
  readonly starts: readonly Int32Array[];
}

/** The longest rows on which every one of the given tensors advances evenly. */
export function rows(shape: readonly number[], ...strides: readonly (readonly number[])[]): Rows {
  const sizes: number[] = [];
  const merged: number[][] = strides.map(() => []);
  for (let d = 0; d < shape.length; d++) {
    const last = sizes.length - 1;
    if (shape[d] === 1) continue;
    if (last >= 0 && strides.every((s, t) => merged[t][last] === s[d] * shape[d])) {
      sizes[last] *= shape[d];
      strides.forEach((s, t) => (merged[t][last] = s[d]));
    } else {
      sizes.push(shape[d]);
      strides.forEach((s, t) => merged[t].push(s[d]));
    }
  }
  const length = sizes.pop() ?? 1;
  const steps = merged.map((s) => s.pop() ?? 0);
  return { length, steps, starts: merged.map((s) => offsets(sizes, s)) };
}
