import { scratch } from "../scratch";
import { depthOf, firstRow } from "./convolution-blocks";
import { goTo, sourceOf, takeEight, targetOf } from "./convolution-cursor";
import { Plan } from "./convolution-plan";
import { ROW_BIAS, SUM, tileOf, ZERO } from "./tile";

// Places in the scratch memory.
const TILE: usize = 1024;
const RIGHT: usize = 4096;

const RIGHT_STEP: usize = 32;

/**
 * Windows times weights as a matrix product whose right operand, taps × windows, exists eight columns at a time. There
 * are `count` plans from `plans` on, for parts of one target. A unit is one block of windows of one panel of channels
 * of one group, of each plan.
 */
export function convolve(plans: usize, count: usize, from: usize, to: usize): void {
  for (let unit = from; unit < to; unit++) {
    for (let i: usize = 0; i < count; i++) convolveUnit(changetype<Plan>(plans + i * offsetof<Plan>()), unit);
  }
}

function convolveUnit(p: Plan, unit: usize): void {
  const eights = (p.images * p.rows * p.columns + 7) >> 3;
  const slivers = (p.channels + p.tileRows - 1) / p.tileRows;
  const block = unit % p.blocks;
  const panel = (unit / p.blocks) % p.panels;
  const group = unit / p.blocks / p.panels;
  convolveBlock(
    p, slivers, group, firstRow(slivers, p.panels, panel), firstRow(slivers, p.panels, panel + 1),
    firstRow(eights, p.blocks, block) << 3, firstRow(eights, p.blocks, block + 1) << 3,
  );
}

function convolveBlock(
  p: Plan, slivers: usize, group: usize, sliver: usize, endSliver: usize, first: usize, end: usize,
): void {
  end = min(end, p.images * p.rows * p.columns);
  const channels = p.channels;
  const depth = depthOf(p.taps);
  const weights = p.weights + ((group * channels * p.taps) << 2);
  const cRow = p.targetChannel;
  let tap: usize = 0;
  do {
    const steps = min(depth, p.taps - tap);
    const start = tap > 0 ? SUM : p.bias ? ROW_BIAS : ZERO;
    goTo(p, first);
    for (let position = first; position < end; position += 8) {
      const count = min(8, end - position);
      takeEight(p, p.source + group * p.sourceGroup, p.target + group * p.targetGroup, count);
      packWindows(scratch + RIGHT, p.offsets + (tap << 2), steps);
      const whole = count == 8 && targetOf(7) == targetOf(0) + 28;
      for (let i = sliver; i < endSliver; i++) {
        const channel = firstRow(channels, slivers, i);
        const lanes = firstRow(channels, slivers, i + 1) - channel;
        const a = weights + ((tap * channels + channel * steps) << 2);
        const bias = p.bias + ((group * channels + channel) << 2);
        const c = channel * cRow;
        if (whole) {
          tileOf(lanes, steps, a, lanes << 2, scratch + RIGHT, RIGHT_STEP, targetOf(0) + c, cRow, start, bias);
        } else {
          scatterTile(lanes, count, steps, a, c, cRow, start, bias);
        }
      }
    }
    tap += depth;
  } while (tap < p.taps);
}

/** A tile whose columns lie apart in the target. */
function scatterTile(
  lanes: usize, count: usize, steps: usize, a: usize, c: usize, cRow: usize, start: i32, bias: usize,
): void {
  const tile = scratch + TILE;
  if (start == SUM) {
    for (let i: usize = 0; i < lanes; i++) {
      for (let j: usize = 0; j < count; j++) {
        store<u32>(tile + (i << 5) + (j << 2), load<u32>(targetOf(j) + c + i * cRow));
      }
    }
  }
  tileOf(lanes, steps, a, lanes << 2, scratch + RIGHT, RIGHT_STEP, tile, 32, start, bias);
  for (let i: usize = 0; i < lanes; i++) {
    for (let j: usize = 0; j < count; j++) {
      store<u32>(targetOf(j) + c + i * cRow, load<u32>(tile + (i << 5) + (j << 2)));
    }
  }
}

/** Tap by tap, the eight windows side by side. */
function packWindows(to: usize, offsets: usize, steps: usize): void {
  const from = sourceOf(0);
  const end = offsets + (steps << 2);
  if (sourceOf(7) == from + 28) {
    for (; offsets < end; offsets += 4) {
      const at = from + load<u32>(offsets);
      const left = v128.load(at);
      const right = v128.load(at, 16);
      v128.store(to, left);
      v128.store(to, right, 16);
      to += RIGHT_STEP;
    }
  } else {
    packHalf(to, offsets, end, 0);
    packHalf(to + 16, offsets, end, 4);
  }
}

function packHalf(to: usize, offsets: usize, end: usize, lane: usize): void {
  const a = sourceOf(lane);
  const b = sourceOf(lane + 1);
  const c = sourceOf(lane + 2);
  const d = sourceOf(lane + 3);
  if (d == a + 12) {
    for (; offsets < end; offsets += 4) {
      v128.store(to, v128.load(a + load<u32>(offsets)));
      to += RIGHT_STEP;
    }
    return;
  }
  for (; offsets < end; offsets += 4) {
    const offset = load<u32>(offsets);
    let v = v128.load32_zero(a + offset);
    v = v128.load32_lane(b + offset, v, 1);
    v = v128.load32_lane(c + offset, v, 2);
    v128.store(to, v128.load32_lane(d + offset, v, 3));
    to += RIGHT_STEP;
  }
}
