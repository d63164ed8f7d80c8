import type { Machine } from "../machine/machine";
import { SCRATCH_BYTES } from "../machine/layout";
import { lengthOf, type Source } from "./source";

/** Elements of framed planes that are worth a thread. */
const GRAIN = 2 ** 16;

/** Scratch memory in which kernels frame the planes of one group. */
const ROOM = SCRATCH_BYTES - 2 ** 16;

/** Planes of a tensor that windows lie over. */
export interface Planes {
  readonly source: Source;
  readonly images: number;
  readonly groups: number;
  /** In one group of one image. */
  readonly count: number;
  readonly address: number;
}

/** Where windows find planes: see convolution-plan.ts of the module. */
export interface Frame {
  readonly planes: Planes;
  /** Kernels frame a group just before its use, in their thread's own memory. */
  readonly each: boolean;
  /** The planes themselves, or their framed copy; 0 for `each`. */
  readonly address: number;
  /** Bytes between images and groups there. */
  readonly image: number;
  readonly group: number;
}

/** Bytes for a copy, when a kernel takes the groups of images `oneByOne` or not. */
export function frameBytes({ source, images, groups, count }: Planes, oneByOne: boolean): number {
  const group = count * source.plane;
  return source.framed && !(oneByOne && group <= ROOM) ? images * groups * group : 0;
}

/**
 * Frames planes where that is needed: at `to`, where they have `bytes` bytes, or where those are 0 each group in its
 * turn.
 */
export function framePlanes(machine: Machine, planes: Planes, bytes: number, to: number): Frame {
  const { source, images, groups, count } = planes;
  const group = count * source.plane;
  if (bytes === 0) {
    const each = source.framed;
    return {
      planes,
      each,
      address: each ? 0 : planes.address,
      image: each ? 0 : groups * group,
      group: each ? 0 : group,
    };
  }
  const frame = { planes, each: false, address: to, image: groups * group, group };
  const numbers: number[] = [];
  pushFrame(numbers, frame);
  const grain = Math.ceil(GRAIN / (source.plane / 4));
  machine.parallel("framePlanes", images * groups * count, grain, machine.writePlan(numbers));
  return frame;
}

/** Appends the part of a plan about a frame: see convolution-plan.ts of the module. */
export function pushFrame(numbers: number[], { planes, each, address }: Frame): void {
  const { source, count } = planes;
  const [vertical, horizontal] = source.axes;
  numbers.push(
    count, vertical.size, horizontal.size, vertical.before, horizontal.before,
    source.taps[0].slots, lengthOf(vertical), vertical.stride, vertical.dilation,
    source.taps[1].slots, lengthOf(horizontal), horizontal.stride, horizontal.dilation,
    planes.address, address, each ? 1 : 0,
  ); // oxfmt-ignore
}
