import type { Gpu } from "../gpu/gpu";
import { GROUP, powerAbove, type Sharing } from "../wgsl/team";
import type { Accumulation } from "./accumulation";
import type { Layout } from "./layout";

/** How the work on each result is divided up. */
export interface Division {
  readonly sharing: Sharing;
  /** Invocations of a workgroup that work on one part of one result: a power of two. */
  readonly lanes: number;
  /** Parts that different invocations, or workgroups, work on; their results are joined by another run. */
  readonly parts: number;
  /** Loads of each part. */
  readonly chunk: number;
}

/** Loads of one invocation at most, lest errors of sums grow. */
const MOST_LOADS = 4096;

export function divide(gpu: Gpu, layout: Layout, how: Accumulation): Division {
  const { slots, steps } = layout;
  if (gpu.isSoftware) {
    // A workgroup for each of many cores; less work is done before another run begins.
    const wanted = steps < 1024 ? 1 : Math.min(Math.floor(512 / slots), Math.floor(steps / 64));
    return { sharing: "none", lanes: 1, ...cut(steps, wanted, MOST_LOADS) };
  }
  const { isAcross } = layout;
  // Workgroups read at least 8 neighbours at once.
  const most = isAcross ? GROUP / Math.min(8, powerAbove(slots)) : GROUP;
  const lanes = Math.min(most, powerAbove(steps / 4));
  const groups = Math.ceil((slots * lanes) / GROUP);
  const wanted = groups >= 128 ? 1 : Math.min(Math.floor(512 / groups), Math.floor(steps / (16 * lanes)));
  const isWhole = lanes === GROUP && how.subgroup !== undefined && gpu.features.has("subgroups") && !isAcross;
  const sharing = isWhole ? "subgroups" : isAcross ? "columns" : "rows";
  return { sharing, lanes, ...cut(steps, wanted, MOST_LOADS * lanes) };
}

/** About `wanted` parts of `steps`, of `most` steps each at most. */
function cut(steps: number, wanted: number, most: number): Pick<Division, "parts" | "chunk"> {
  const chunk = Math.min(most, Math.ceil(steps / Math.max(1, wanted)));
  return chunk === 0 ? { parts: 1, chunk: 0 } : { parts: Math.ceil(steps / chunk), chunk };
}
