import type { Machine } from "../machine/machine";
import { type Frame, frameBytes, framePlanes, type Planes } from "./frame";
import { pushPlan, type Target } from "./plan";
import { type Taps, writeOffsets } from "./source";

/** Multiplications of a part that is worth a thread: about 100 µs; fewer where each number is loaded for itself. */
const GRAIN = 2 ** 21;
const DIRECT_GRAIN = 2 ** 19;

/** Weights that are worth a thread when they are packed. */
const PACK_GRAIN = 2 ** 16;

/** Windows in a unit, about. */
const BLOCK = 256;

/** The most channels in a unit: their weights stay in the L2 cache. */
const PANEL = 120;

/** So few channels are no product: each is summed for itself. */
const DIRECT_CHANNELS = 2;

/** The most phases whose plans are written at a time. */
const PHASES = 256;

/** The taps whose weights are packed together: see convolution-blocks.ts of the module. */
const DEPTH = 320;

/** Windows over the planes of a tensor times weights, summed for each channel of a target. */
export interface Convolution {
  readonly planes: Planes;
  readonly phases: readonly Phase[];
  readonly weights: Weights;
  /** Address of one term for each channel, or 0. */
  readonly bias: number;
  /** Of the target, in one group. */
  readonly channels: number;
}

/** Windows with the same taps. */
export interface Phase {
  readonly rows: number;
  readonly columns: number;
  /** Bytes from the start of a framed plane to the first tap of the first window. */
  readonly start: number;
  readonly taps: readonly [Taps, Taps];
  /** Bytes from the start of the weights of a channel to that of the first tap. */
  readonly weightStart: number;
  readonly weightTaps: readonly [Taps, Taps];
  readonly target: Target;
}

/** Bytes between weights. */
interface Weights {
  readonly address: number;
  readonly group: number;
  /** From one channel of the target to the next, */
  readonly channel: number;
  /** and of the source. */
  readonly plane: number;
  /** The weights of a channel lie in the order of its taps. */
  readonly inOrder: boolean;
}

export function convolve(machine: Machine, convolution: Convolution): void {
  const { planes, channels, phases } = convolution;
  let [most, all] = [0, 0];
  for (const phase of phases) {
    const taps = tapsOf(convolution, phase);
    most = Math.max(most, taps);
    all += taps;
  }
  const direct = channels <= DIRECT_CHANNELS && (channels === 1 || most <= DEPTH);
  const bytes = frameBytes(planes, direct);
  machine.borrow(bytes + (most + (1 + planes.groups * channels) * all) * 4, (address) => {
    const frame = framePlanes(machine, planes, bytes, address);
    for (let first = 0; first < phases.length; first += PHASES) {
      run(machine, convolution, phases.slice(first, first + PHASES), direct, frame, address + bytes, most * 4);
    }
  });
}

/**
 * Runs the kernel for some phases. At `memory` is room for the offsets of a phase's weights, and for what all phases
 * need.
 */
function run(
  machine: Machine,
  convolution: Convolution,
  phases: readonly Phase[],
  direct: boolean,
  frame: Frame,
  memory: number,
  tableBytes: number,
): void {
  const { planes, channels, bias } = convolution;
  const { images, groups } = planes;
  let [mostRows, windows, work] = [0, 0, 0];
  for (const phase of phases) {
    const { rows, columns } = phase;
    mostRows = Math.max(mostRows, rows);
    windows = Math.max(windows, images * rows * columns);
    work += images * rows * columns * groups * channels * tapsOf(convolution, phase);
  }
  const panels = Math.ceil(channels / PANEL);
  const rowBlocks = frame.each ? 1 : mostRows;
  const blocks = direct ? rowBlocks : Math.ceil(windows / BLOCK);
  const numbers: number[] = [];
  let next = memory + tableBytes;
  for (const phase of phases) {
    const { rows, columns, start, target } = phase;
    const taps = tapsOf(convolution, phase);
    const packed = next + taps * 4;
    writeOffsets(machine, next, planes.count, planes.source.plane, phase.taps);
    const weights = packWeights(machine, convolution, phase, direct, memory, packed);
    pushPlan(numbers, machine, frame, {
      rows, columns, start, offsets: next, taps, target, channels, weights, bias, panels, tapPanels: 1, blocks,
    }); // oxfmt-ignore
    next = packed + groups * channels * taps * 4;
  }
  const plans = machine.writePlan(numbers);
  const units = groups * blocks * (direct ? images : panels);
  const grain = Math.ceil(((direct ? DIRECT_GRAIN : GRAIN) * units) / work);
  machine.parallel(direct ? "convolveDirect" : "convolve", units, grain, plans, phases.length);
}

function tapsOf({ planes }: Convolution, { taps }: Phase): number {
  return planes.count * taps[0].count * taps[1].count;
}

/** Where the weights of a phase are as kernels want them: packed to `to` unless they are in order already. */
function packWeights(
  machine: Machine,
  convolution: Convolution,
  phase: Phase,
  direct: boolean,
  offsets: number,
  to: number,
): number {
  const { planes, channels, weights } = convolution;
  if (direct && weights.inOrder) return weights.address;
  const taps = tapsOf(convolution, phase);
  const tileRows = direct ? 1 : machine.tileRows;
  if (!weights.inOrder) writeOffsets(machine, offsets, planes.count, weights.plane, phase.weightTaps);
  machine.parallel(
    "packWeights", planes.groups * Math.ceil(channels / tileRows), Math.ceil(PACK_GRAIN / (tileRows * taps)),
    to, weights.address + phase.weightStart, weights.group, channels, weights.channel, weights.inOrder ? 0 : offsets,
    taps, tileRows,
  ); // oxfmt-ignore
  return to;
}
