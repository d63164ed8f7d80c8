import { sizeOf, type View } from "@nn/core";
import { type Walk, walk } from "../wgsl/strided";
import type { Width } from "./accumulation";

/** How the elements of a view are read for a reduction. Offsets, strides and steps count values of `loaded` numbers. */
export interface Layout {
  /** Numbers of a load. */
  readonly loaded: Width;
  /** Numbers of a result: 4 where a load has one of each of four results. */
  readonly stored: Width;
  readonly offset: number;
  /** Results, in values of `stored` numbers. */
  readonly slots: number;
  readonly outer: Walk;
  /** Whole loads of each result. */
  readonly steps: number;
  /** Numbers of one more load that belong to the result, less than `loaded`. */
  readonly rest: number;
  readonly inner: Walk;
  /** Neighbouring results, not neighbouring elements of a result, are neighbours in memory. */
  readonly isAcross: boolean;
}

const pick = (values: readonly number[], from: readonly number[]): number[] => from.map((d) => values[d]);

/** `most` is the widest load that the accumulation takes. */
export function layoutOf(
  { shape, strides, offset }: Omit<View, "buffer" | "dtype">,
  dims: readonly number[],
  most: Width,
): Layout {
  const kept = shape.flatMap((_, d) => (dims.includes(d) ? [] : [d]));
  // The order of what is summed up is free: as it lies in memory, with repeated elements outermost.
  const distance = (d: number): number => Math.abs(strides[d]) || Infinity;
  const reduced = dims.length < 2 ? dims : [...dims].sort((a, b) => (distance(a) < distance(b) ? 1 : -1));
  const outer = walk(pick(shape, kept), [pick(strides, kept)]);
  const inner = walk(pick(shape, reduced), [pick(strides, reduced)]);
  const [slots, steps] = [sizeOf(outer.sizes), sizeOf(inner.sizes)];
  const [beside, along] = [outer.strides[0].at(-1) ?? Infinity, inner.strides[0].at(-1) ?? Infinity];
  const plain = { loaded: 1, stored: 1, offset, slots, outer, steps, rest: 0, inner } as const;
  const isAcross = Math.abs(beside) < Math.abs(along);
  if (most === 1 || offset % 4 !== 0) return { ...plain, isAcross };
  if (along === 1 && isWide(outer, false) && (inner.sizes.length === 1 || isWide(inner, true))) {
    const whole = {
      outer: inFours(outer, false),
      steps: Math.floor(steps / 4),
      rest: steps % 4,
      inner: inFours(inner, true),
    };
    return { ...plain, ...whole, loaded: 4, offset: offset / 4, isAcross };
  }
  if (beside === 1 && isWide(outer, true) && isWide(inner, false)) {
    const whole = { outer: inFours(outer, true), inner: inFours(inner, false), slots: slots / 4 };
    return { ...plain, ...whole, loaded: 4, stored: 4, offset: offset / 4, isAcross };
  }
  return { ...plain, isAcross };
}

/** Whether all places of a walk are multiples of 4, or with `along` runs of a multiple of 4 elements from such on. */
function isWide({ sizes, strides: [steps] }: Walk, along: boolean): boolean {
  const last = along ? sizes.length - 1 : -1;
  return steps.every((step, d) => (d === last ? sizes[d] : step) % 4 === 0);
}

/** Such a walk in values of four numbers. */
function inFours({ sizes, strides: [steps] }: Walk, along: boolean): Walk {
  const last = along ? sizes.length - 1 : -1;
  return {
    sizes: sizes.map((size, d) => (d === last ? Math.ceil(size / 4) : size)),
    strides: [steps.map((step, d) => (d === last ? 1 : step / 4))],
  };
}
