import type { Gpu } from "../gpu/gpu";
import { GROUP_INDEX, LINEAR, linearGroups } from "./grid";

/** Items of one invocation where invocations cost more than turns of a loop. */
const MOST = 32;
/** Workgroups that keep the cores of a software adapter busy. */
const ENOUGH = 16;

/** How many items each invocation of `spreading` takes, for its uniform `each`. */
export function itemsEach(gpu: Gpu, items: number): number {
  if (!gpu.isSoftware) return 1;
  return Math.min(MOST, Math.max(1, Math.ceil(items / LINEAR / ENOUGH)));
}

/** Workgroups for `items` of which each invocation takes `each`. */
export function spreadGroups(gpu: Gpu, items: number, each: number): [number, number, number] {
  return linearGroups(gpu, Math.ceil(items / LINEAR / each));
}

/** WGSL that runs `body` for each item `i` below `u.size`; neighbouring invocations take neighbouring items. */
export function spreading(body: string): string {
  return `
    for (var k = 0u; k < u.each; k++) {
      let i = (${GROUP_INDEX} * u.each + k) * ${LINEAR}u + lane;
      if (i >= u.size) { return; }
      ${body}
    }`;
}
