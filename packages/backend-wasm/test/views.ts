import { hostArray, ITEM_SIZE, rowMajorStrides, sizeOf, type DType, type TypedArray, type View } from "@nn/core";
import { type Block, Machine } from "../src/machine/machine";

/** Elements before and after an output that no kernel may write. */
const GUARD = 5;
const UNTOUCHED = 77;

/** A machine all of whose threads take part. */
export async function startMachine(threads: number): Promise<Machine> {
  const machine = await Machine.start(threads);
  while (machine.readyWorkers < threads - 1) await new Promise((resolve) => setTimeout(resolve, 1));
  return machine;
}

/** Most parts that `backwards` makes. */
const PARTS = 8;

/** A machine that runs the parts of a kernel one after the other, the last first: what hangs on their order shows. */
export function backwards(machine: Machine): Machine {
  const parallel: Machine["parallel"] = (name, units, grain, ...args) => {
    const kernel = machine.exports[name] as (...all: number[]) => void;
    const size = Math.ceil(units / Math.max(1, Math.min(Math.floor(units / grain), PARTS)));
    for (let from = Math.floor((units - 1) / size) * size; from >= 0; from -= size) {
      kernel(...(args as readonly number[]), from, Math.min(from + size, units));
    }
  };
  return Object.create(machine, { parallel: { value: parallel }, threads: { value: PARTS } }) as Machine;
}

/** The same numbers in every run, from 0 to 1. */
export function numbers(seed: number): () => number {
  return () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
}

/** A view of `values`; without strides a contiguous one. */
export function viewOf(
  machine: Machine,
  dtype: DType,
  values: ArrayLike<number>,
  shape: readonly number[],
  strides: readonly number[] = rowMajorStrides(shape),
  offset = 0,
): View {
  const buffer = machine.allocate(Math.max(1, values.length) * ITEM_SIZE[dtype]);
  const data = hostArray(dtype, values.length);
  data.set(values);
  machine.write(buffer, data);
  return { buffer, dtype, shape, strides, offset };
}

/** A contiguous view between guards. */
export function outputOf(machine: Machine, dtype: DType, shape: readonly number[]): View {
  const values = new Float64Array(sizeOf(shape) + 2 * GUARD).fill(UNTOUCHED);
  return viewOf(machine, dtype, values, shape, undefined, GUARD);
}

/** The elements of a view in row-major order. */
export function valuesOf(machine: Machine, view: View): number[] {
  const places = offsetsOf(view.shape, view.strides);
  let length = 1;
  for (const place of places) length = Math.max(length, view.offset + place + 1);
  const data = machine.elements(view.dtype, (view.buffer as Block).address, length);
  return places.map((place) => data[view.offset + place]);
}

/** The elements of an output, once its guards are found whole. */
export function resultOf(machine: Machine, output: View): TypedArray {
  const length = sizeOf(output.shape);
  const all = machine.elements(output.dtype, (output.buffer as Block).address, length + 2 * GUARD);
  for (let i = 0; i < GUARD; i++) {
    if (all[i] !== UNTOUCHED || all[GUARD + length + i] !== UNTOUCHED) throw new Error("written outside the output");
  }
  return all.slice(GUARD, GUARD + length) as TypedArray;
}

/** Where each element of a tensor is, in row-major order. */
export function offsetsOf(shape: readonly number[], strides: readonly number[]): number[] {
  const places = new Array<number>(sizeOf(shape)).fill(0);
  for (let d = shape.length - 1, filled = 1; d >= 0; filled *= shape[d--]) {
    for (let i = 1; i < shape[d]; i++) {
      for (let j = 0; j < filled; j++) places[i * filled + j] = places[j] + i * strides[d];
    }
  }
  return places;
}

/** A strided view of any kind over numbered elements: permuted, reversed, repeated, with gaps and overlap. */
export function randomView(machine: Machine, dtype: DType, random: () => number, sizes: readonly number[]): View {
  const rank = Math.floor(random() * 5);
  const shape = Array.from({ length: rank }, () => sizes[Math.floor(random() * sizes.length)]);
  const strides = new Array<number>(rank).fill(0);
  const order = shape.map((_, d) => ({ d, key: random() })).sort((a, b) => a.key - b.key);
  if (random() < 0.3) order.sort((a, b) => b.d - a.d);
  let span = random() < 0.2 ? 2 : 1;
  let offset = 3;
  for (const { d } of order) {
    const kind = random();
    strides[d] = kind < 0.15 ? 0 : span;
    if (kind < 0.9) span *= shape[d];
    if (kind > 0.8) span++;
    if (random() < 0.2) {
      offset += strides[d] * (shape[d] - 1);
      strides[d] = -strides[d];
    }
  }
  const last = shape.reduce((sum, size, d) => sum + Math.max(0, strides[d]) * (size - 1), offset);
  const values = Array.from({ length: last + 1 }, (_, i) => (i * 7 + 1) % 251);
  return viewOf(machine, dtype, values, shape, strides, offset);
}

/** Where two sequences first differ; −1 where nowhere. */
export function firstDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) if (!Object.is(a[i], b[i])) return i;
  return -1;
}

/** Runs a kernel on one thread, on two, and in parts: the outputs must be the same. */
export function sameOnAll(one: Machine, two: Machine, run: (machine: Machine) => View): ArrayLike<number> {
  const result = resultOf(one, run(one));
  for (const machine of [two, backwards(one)]) {
    const at = firstDifference(resultOf(machine, run(machine)), result);
    if (at >= 0) throw new Error(`threads change element ${at}`);
  }
  return result;
}
