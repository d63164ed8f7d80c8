import type { Machine } from "../machine/machine";
import { frameBytes, framePlanes, type Planes } from "./frame";
import { pushPlan, type Target } from "./plan";
import { writeOffsets } from "./source";

/** Multiplications of a part that is worth a thread: about 100 µs; fewer where each number is loaded for itself. */
const GRAIN = 2 ** 21;
const DIRECT_GRAIN = 2 ** 19;

/** The most channels, and with threads the most taps, in a unit. */
const PANEL = 120;

/** Units that are enough for any number of threads: windows are summed in blocks where there are fewer. */
const UNITS = 16;

/** The multiplications of a block. */
const BLOCK = 2 ** 20;

/**
 * A group of few channels and planes is no product, if its sums have room: see convolution-weight-gradient-direct.ts.
 */
const DIRECT_CHANNELS = 2;
const DIRECT_SUMS = 192;

/** Sums that are worth a thread when blocks are added. */
const ADD_GRAIN = 2 ** 16;

/** The gradient of a convolution's weights. */
export interface BackConvolution {
  readonly planes: Planes;
  /** Windows of one image. */
  readonly rows: number;
  readonly columns: number;
  /** The gradient of what the windows gave. */
  readonly target: Target;
  /** Of the target, in one group. */
  readonly channels: number;
  /** Address of the gradient. */
  readonly weights: number;
}

export function convolveBack(
  machine: Machine,
  { planes, rows, columns, target, channels, weights }: BackConvolution,
): void {
  const { images, groups, source } = planes;
  const taps = planes.count * source.taps[0].count * source.taps[1].count;
  const work = images * rows * columns * channels * taps;
  const size = groups * channels * taps;
  const direct = channels * planes.count <= DIRECT_CHANNELS && channels * taps <= DIRECT_SUMS;
  const panels = Math.ceil(channels / PANEL);
  const tapPanels = machine.threads > 1 ? Math.ceil(taps / PANEL) : 1;
  const blocks = direct ? 1 : blocksOf(groups * panels * Math.ceil(taps / PANEL), groups * work);
  const bytes = frameBytes(planes, direct);
  machine.borrow(bytes + (taps + (blocks > 1 ? blocks * size : 0)) * 4, (address) => {
    const frame = framePlanes(machine, planes, bytes, address);
    const offsets = address + bytes;
    const sums = blocks > 1 ? offsets + taps * 4 : weights;
    writeOffsets(machine, offsets, planes.count, source.plane, source.taps);
    const numbers: number[] = [];
    pushPlan(numbers, machine, frame, {
      rows, columns, start: 0, offsets, taps, target, channels, weights: sums, bias: 0, panels, tapPanels, blocks,
    }); // oxfmt-ignore
    const plan = machine.writePlan(numbers);
    const units = blocks * panels * tapPanels;
    if (direct) machine.parallel("convolveBackDirect", groups, Math.ceil(DIRECT_GRAIN / work), plan);
    else machine.parallel("convolveBack", groups * units, Math.ceil((GRAIN * units) / work), plan);
    if (blocks > 1) machine.parallel("addBlocks", size, ADD_GRAIN, weights, sums, blocks, size);
  });
}

/** Blocks of windows, from shapes alone: results must not depend on threads. */
function blocksOf(parts: number, work: number): number {
  return Math.max(1, Math.min(Math.ceil(UNITS / parts), Math.floor(work / BLOCK)));
}
