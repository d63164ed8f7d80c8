import type { Gpu } from "../gpu/gpu";
import { INDEX } from "./grid";

/** Invocations that software adapters share work among: each costs them more than a turn of a loop. */
const SHARED = 2048;

/** Invocations that do the work of `count` elements in `EACH`. */
export function threadsFor(gpu: Gpu, count: number): number {
  return gpu.isSoftware ? Math.min(count, SHARED) : count;
}

/** WGSL of the head of a loop over `index`; it has the uniforms `count` and `threads`. */
export const EACH = `
  let thread = ${INDEX};
  for (var index = thread; index < u.count && thread < u.threads; index += u.threads)`;
