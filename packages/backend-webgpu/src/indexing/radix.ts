import type { Block } from "../gpu/block";
import type { Gpu } from "../gpu/gpu";
import { count, place, scan, SMALL_GROUP } from "./radix-programs";
import { linearGroups } from "../wgsl/grid";

/** Bits of a digit: each sorts the pairs once. */
const DIGIT = 8;
const BINS = 2 ** DIGIT;
/** Bytes of a pair: its key and where it stood. */
export const PAIR = 8;

/**
 * Sorts the pairs of each of `lines` lines of `length`, one line behind the other, by the bits of their keys from
 * `low` on; equal keys stay in their order. Each digit is counted per block of a line, and the blocks' counts say
 * where each puts its pairs. Uses `spare` of the same size; gives the one of both with the result.
 */
export function sortPairs(
  gpu: Gpu,
  pairs: Block,
  spare: Block,
  {
    lines,
    length,
    low,
    bits,
  }: { readonly lines: number; readonly length: number; readonly low: number; readonly bits: number },
): Block {
  const software = gpu.isSoftware;
  const blocks = software
    ? Math.max(1, Math.min(Math.ceil(SOFTWARE_BLOCKS / lines), Math.floor(length / BINS)))
    : Math.ceil(length / Math.max(SHORTEST_SPAN, Math.ceil(length / MOST_BLOCKS / BINS) * BINS));
  const span = software ? Math.ceil(length / blocks) : Math.ceil(length / blocks / BINS) * BINS;
  const plan = software ? "software" : "hardware";
  const rows = lines * blocks;
  const groups = linearGroups(gpu, software ? Math.ceil(rows / SMALL_GROUP) : rows);
  const lineGroups = linearGroups(gpu, software ? Math.ceil(lines / SMALL_GROUP) : lines);
  gpu.borrow(rows * BINS * 4, (counts) => {
    for (let shift = low; shift < bits; shift += DIGIT) {
      const uniforms = [rows, blocks, length, span, shift];
      gpu.run({
        key: `radix count ${plan}`,
        program: () => count(software),
        buffers: [pairs, counts],
        uniforms,
        groups,
      });
      gpu.run({
        key: `radix scan ${plan}`,
        program: () => scan(software),
        buffers: [counts],
        uniforms: [lines, blocks],
        groups: lineGroups,
      });
      gpu.run({
        key: `radix place ${plan}`,
        program: () => place(software),
        buffers: [pairs, counts, spare],
        uniforms,
        groups,
      });
      [pairs, spare] = [spare, pairs];
    }
  });
  return pairs;
}

/** Invocations that share the work where there are few. */
const SOFTWARE_BLOCKS = 64;
const SHORTEST_SPAN = 1024;
const MOST_BLOCKS = 512;
