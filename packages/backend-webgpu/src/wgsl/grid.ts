import type { Gpu } from "../gpu/gpu";

/** Invocations of a workgroup of kernels without one of their own. */
export const LINEAR = 64;

/** The number of the workgroup in `linearGroups`. */
export const GROUP_INDEX = "(group.y * groups.x + group.x)";

/** The number of the invocation in `linearGroups` of `LINEAR` each. */
export const INDEX = `(${GROUP_INDEX} * ${LINEAR}u + lane)`;

/** `count` workgroups in a row, folded into as many rows as the device's limit asks for: there may be some too many. */
export function linearGroups(gpu: Gpu, count: number): [number, number, number] {
  const most = gpu.limits.maxComputeWorkgroupsPerDimension;
  const rows = Math.ceil(count / most);
  return [Math.ceil(count / Math.max(1, rows)), rows, 1];
}

/** Workgroups of `LINEAR` for `threads` invocations. */
export function linear(gpu: Gpu, threads: number): [number, number, number] {
  return linearGroups(gpu, Math.ceil(threads / LINEAR));
}
