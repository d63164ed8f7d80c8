import type { Gpu } from "../gpu/gpu";
import { GROUP_INDEX, LINEAR } from "./grid";
import { type Layout, placeVector, stepVector } from "./vectors";

/** Vectors for each invocation: on a processor few that do much cost least, elsewhere many that do little. */
export function turnsOn(gpu: Gpu): number {
  return gpu.isSoftware ? 32 : 1;
}

/** The `step` of the layout: invocations next to each other take vectors next to each other in every turn. */
export function stepOf(turns: number): number {
  return turns > 1 ? LINEAR : 0;
}

/** WGSL that runs `body` for each `i` of `u.vectors` vectors, in groups of `LINEAR` invocations of `turns` each. */
export function eachVector(layout: Layout, body: string, turns: number): string {
  const first = `let first = ${GROUP_INDEX} * ${LINEAR * turns}u; var i = first + lane;`;
  if (turns === 1) {
    return `${first}
      if (i >= u.vectors) { return; }
      ${placeVector(layout)}
      ${body}`;
  }
  return `${first}
    let end = min(u.vectors, first + ${LINEAR * turns}u);
    ${placeVector(layout)}
    for (; i < end; i += ${LINEAR}u) {
      ${body}
      ${stepVector(layout, LINEAR)}
    }`;
}
