import { transpose4 } from "../transpose4";
import { scratch } from "../scratch";
import { depthOf, firstRow } from "./convolution-blocks";
import { advance, column, goTo, source } from "./convolution-cursor";
import { Plan } from "./convolution-plan";
import { SUM, tileOf, ZERO } from "./tile";

// Places in the scratch memory.
const TILE: usize = 1024;
const RIGHT: usize = 4096;
const LEFT: usize = 1 << 16;

const RIGHT_STEP: usize = 32;

/**
 * Channels of the target times taps of the windows, summed over windows, to `weights`: for each block of windows, group
 * and channel its sums, to be added block by block. A unit is one panel of channels and one of taps of a group in a
 * block.
 */
export function convolveBack(plan: usize, from: usize, to: usize): void {
  const p = changetype<Plan>(plan);
  const windows = p.images * p.rows * p.columns;
  const slivers = (p.channels + p.tileRows - 1) / p.tileRows;
  const eights = (p.taps + 7) >> 3;
  for (let unit = from; unit < to; unit++) {
    const right = unit % p.tapPanels;
    const panel = (unit / p.tapPanels) % p.panels;
    const group = (unit / p.tapPanels / p.panels) % p.groups;
    const block = unit / p.tapPanels / p.panels / p.groups;
    const first = firstRow(windows, p.blocks, block);
    const end = firstRow(windows, p.blocks, block + 1);
    const depth = depthOf(end - first);
    let position = first;
    do {
      sumBlock(
        p, group, slivers, firstRow(slivers, p.panels, panel), firstRow(slivers, p.panels, panel + 1),
        firstRow(eights, p.tapPanels, right) << 3, min(firstRow(eights, p.tapPanels, right + 1) << 3, p.taps),
        position, min(depth, end - position),
        p.weights + (((block * p.groups + group) * p.channels * p.taps) << 2), position > first ? SUM : ZERO,
      );
      position += depth;
    } while (position < end);
  }
}

function sumBlock(
  p: Plan, group: usize, slivers: usize, sliver: usize, endSliver: usize, tap: usize, endTap: usize,
  position: usize, steps: usize, c: usize, start: i32,
): void {
  const channels = p.channels;
  const cRow = p.taps << 2;
  let left = scratch + LEFT;
  for (let i = sliver; i < endSliver; i++) {
    const channel = firstRow(channels, slivers, i);
    const lanes = firstRow(channels, slivers, i + 1) - channel;
    packTarget(left, p, p.target + group * p.targetGroup + channel * p.targetChannel, lanes, position, steps);
    left += (lanes * steps) << 2;
  }
  for (; tap < endTap; tap += 8) {
    packTaps(p, p.source + group * p.sourceGroup, tap, position, steps);
    left = scratch + LEFT;
    for (let i = sliver; i < endSliver; i++) {
      const channel = firstRow(channels, slivers, i);
      const lanes = firstRow(channels, slivers, i + 1) - channel;
      const to = c + channel * cRow + (tap << 2);
      if (endTap - tap >= 8) {
        tileOf(lanes, steps, left, lanes << 2, scratch + RIGHT, RIGHT_STEP, to, cRow, start, 0);
      } else {
        edgeTile(lanes, endTap - tap, steps, left, to, cRow, start);
      }
      left += (lanes * steps) << 2;
    }
  }
}

/** A tile of which only `columns` columns exist. */
function edgeTile(lanes: usize, columns: usize, steps: usize, a: usize, c: usize, cRow: usize, start: i32): void {
  const tile = scratch + TILE;
  const bytes = columns << 2;
  if (start == SUM) for (let i: usize = 0; i < lanes; i++) copyWords(tile + (i << 5), c + i * cRow, bytes);
  tileOf(lanes, steps, a, lanes << 2, scratch + RIGHT, RIGHT_STEP, tile, 32, start, 0);
  for (let i: usize = 0; i < lanes; i++) copyWords(c + i * cRow, tile + (i << 5), bytes);
}

@inline
function copyWords(to: usize, from: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 4) store<u32>(to + i, load<u32>(from + i));
}

/**
 * `steps` windows of `lanes` channels, those of a window side by side. Vectors are stored whole: what they write beyond
 * their windows or lanes is written over by what comes next.
 */
function packTarget(to: usize, p: Plan, from: usize, lanes: usize, position: usize, steps: usize): void {
  const step = lanes << 2;
  const channel = p.targetChannel;
  const plane = p.rows * p.columns;
  for (let lane: usize = lanes > 4 ? 4 : 0; ; lane = 0) {
    // Channels that do not exist repeat the last.
    const b = channel * min(1, lanes - lane - 1), c = channel * min(2, lanes - lane - 1);
    const d = channel * min(3, lanes - lane - 1);
    let to4 = to + (lane << 2);
    let n = position / plane, i = position % plane;
    for (let left = steps; left > 0; ) {
      const run = min(plane - i, left);
      let at = from + lane * channel + n * p.targetImage + (i << 2);
      const end = to4 + run * step;
      for (; to4 < end; to4 += step << 2) {
        transpose4(v128.load(at), v128.load(at + b), v128.load(at + c), v128.load(at + d), to4, step);
        at += 16;
      }
      to4 = end;
      left -= run;
      i = 0;
      n++;
    }
    if (lane == 0) return;
  }
}

/**
 * Eight taps from `tap` on of `steps` windows, those of a window side by side. Taps that do not exist repeat the last.
 */
function packTaps(p: Plan, from: usize, tap: usize, position: usize, steps: usize): void {
  packFourTaps(p, scratch + RIGHT, from, tap, position, steps);
  packFourTaps(p, scratch + RIGHT + 16, from, tap + 4, position, steps);
}

function packFourTaps(p: Plan, to: usize, from: usize, tap: usize, position: usize, steps: usize): void {
  const last = p.taps - 1;
  const a = load<u32>(p.offsets + (min(tap, last) << 2));
  const b = load<u32>(p.offsets + (min(tap + 1, last) << 2));
  const c = load<u32>(p.offsets + (min(tap + 2, last) << 2));
  const d = load<u32>(p.offsets + (min(tap + 3, last) << 2));
  goTo(p, position);
  for (let left = steps; left > 0; ) {
    const run = min(p.columns - column, left);
    let at = from + source(p);
    const end = to + (run << 5);
    for (; to < end; to += RIGHT_STEP << 2) {
      transpose4(v128.load(at + a), v128.load(at + b), v128.load(at + c), v128.load(at + d), to, RIGHT_STEP);
      at += 16;
    }
    to = end;
    left -= run;
    advance(p, run);
  }
}
