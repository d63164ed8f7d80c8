import type { Machine } from "../machine/machine";

/** How windows lie along one dimension of a tensor. */
export interface Axis {
  /** Of the tensor, and the zeros before it. */
  readonly size: number;
  readonly before: number;
  readonly taps: number;
  readonly stride: number;
  readonly dilation: number;
  /** Windows. */
  readonly count: number;
}

/**
 * Where tap i of a window lies: in slot i mod `slots`, i · dilation / stride steps, rounded down, from where that
 * begins.
 */
export interface Taps {
  readonly count: number;
  readonly slots: number;
  /** Bytes of a slot and of a step. */
  readonly slot: number;
  readonly dilation: number;
  readonly stride: number;
  readonly step: number;
}

/**
 * Planes in which windows that follow each other begin at neighbouring elements: those of a tensor [n,c,h,w]
 * themselves, or a framed copy of them with zeros around, split by strides (see convolution-frame.ts of the module).
 * Sizes are in bytes.
 */
export interface Source {
  readonly axes: readonly [Axis, Axis];
  /** Taps along each dimension. */
  readonly taps: readonly [Taps, Taps];
  readonly row: number;
  readonly plane: number;
  readonly framed: boolean;
}

export function sourceOf(axes: readonly [Axis, Axis]): Source {
  const [vertical, horizontal] = axes;
  const framed = needsFrame(vertical) || needsFrame(horizontal);
  const columnSlot = lengthOf(horizontal) * 4;
  const row = framed ? slotsOf(horizontal) * columnSlot : horizontal.size * 4;
  const rowSlot = lengthOf(vertical) * row;
  return {
    axes,
    taps: [tapsOf(vertical, rowSlot, row), tapsOf(horizontal, columnSlot, 4)],
    row,
    plane: framed ? slotsOf(vertical) * rowSlot : vertical.size * row,
    framed,
  };
}

function needsFrame(axis: Axis): boolean {
  return axis.stride > 1 || axis.before > 0 || lengthOf(axis) > axis.size;
}

function tapsOf(axis: Axis, slot: number, step: number): Taps {
  return { count: axis.taps, slots: slotsOf(axis), slot, dilation: axis.dilation, stride: axis.stride, step };
}

/** The residues of tap · dilation modulo the stride that occur. */
function slotsOf({ taps, stride, dilation }: Axis): number {
  return Math.min(taps, stride / greatestDivisor(stride, dilation));
}

/** Elements in each slot of a framed copy. */
export function lengthOf({ taps, stride, dilation, count }: Axis): number {
  return count + Math.floor(((taps - 1) * dilation) / stride);
}

export function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

/** Writes the offsets of all taps over `channels` channels to `address`. */
export function writeOffsets(
  machine: Machine,
  address: number,
  channels: number,
  channel: number,
  [rows, columns]: readonly [Taps, Taps],
): void {
  machine.exports.tapOffsets(
    address, channels, channel,
    rows.count, rows.slots, rows.slot, rows.dilation, rows.stride, rows.step,
    columns.count, columns.slots, columns.slot, columns.dilation, columns.stride, columns.step,
  ); // oxfmt-ignore
}
