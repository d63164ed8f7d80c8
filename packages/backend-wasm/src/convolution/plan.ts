import type { Machine } from "../machine/machine";
import { type Frame, pushFrame } from "./frame";

/** A convolution for the module, beside its frame: see convolution-plan.ts there. */
export interface Plan {
  /** Windows of one image. */
  readonly rows: number;
  readonly columns: number;
  /** Bytes from the start of a plane to the first tap of the first window. */
  readonly start: number;
  /** Address of the offsets of the taps, and their count. */
  readonly offsets: number;
  readonly taps: number;
  readonly target: Target;
  /** Of the target, in one group. */
  readonly channels: number;
  readonly weights: number;
  readonly bias: number;
  readonly panels: number;
  readonly tapPanels: number;
  readonly blocks: number;
}

/** Planes of a tensor: the address of the first of their elements that count, and bytes between neighbours. */
export interface Target {
  readonly address: number;
  readonly image: number;
  readonly group: number;
  readonly channel: number;
  readonly row: number;
  readonly column: number;
}

/** Appends a plan as the module reads it. */
export function pushPlan(numbers: number[], machine: Machine, frame: Frame, plan: Plan): void {
  const { rows, columns, target } = plan;
  const { source, images, groups } = frame.planes;
  // One row where all windows of an image follow each other in source and target.
  const joined = source.row === columns * 4 && target.row === columns * target.column;
  pushFrame(numbers, frame);
  numbers.push(
    images, groups, joined ? 1 : rows, joined ? rows * columns : columns,
    frame.address + plan.start, frame.image, frame.group, source.row, plan.offsets, plan.taps,
    target.address, target.image, target.group, target.channel, target.row, target.column, plan.channels,
    plan.weights, plan.bias, machine.tileRows, plan.panels, plan.tapPanels, plan.blocks,
  ); // oxfmt-ignore
}
