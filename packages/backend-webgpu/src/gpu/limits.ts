import { BackendError } from "@nn/core";
import type { Program } from "./program";

/** The limits that kernels keep to; the larger the better, but for the alignment. */
const USED = [
  "maxBufferSize",
  "maxStorageBufferBindingSize",
  "maxStorageBuffersPerShaderStage",
  "maxComputeWorkgroupStorageSize",
  "maxComputeInvocationsPerWorkgroup",
  "maxComputeWorkgroupSizeX",
  "maxComputeWorkgroupSizeY",
  "maxComputeWorkgroupSizeZ",
  "maxComputeWorkgroupsPerDimension",
  "minUniformBufferOffsetAlignment",
] as const;

/** https://www.w3.org/TR/webgpu/#limits, those in use. */
export type Limits = Readonly<Record<(typeof USED)[number], number>>;

/** The best that an adapter or device has. */
export function limitsOf({ limits }: GPUAdapter | GPUDevice): Limits {
  return Object.fromEntries(USED.map((name) => [name, limits[name]])) as Limits;
}

/** `limits`, but no more than what `wanted` asks for. */
export function lowered(limits: Limits, wanted: Partial<Limits> = {}): Limits {
  const least = USED.map((name) => [name, Math.min(limits[name], wanted[name] ?? Infinity)] as const);
  return {
    ...(Object.fromEntries(least) as Limits),
    minUniformBufferOffsetAlignment: limits.minUniformBufferOffsetAlignment,
  };
}

/** Refuses a program that the device cannot run. */
export function checkProgram({ name, bindings, workgroup }: Program, limits: Limits): void {
  const invocations = workgroup[0] * workgroup[1] * workgroup[2];
  check(name, bindings.length, "buffers", limits, "maxStorageBuffersPerShaderStage");
  check(name, invocations, "invocations in a workgroup", limits, "maxComputeInvocationsPerWorkgroup");
}

/** Refuses more workgroups than the device runs. */
export function checkGroups(name: string, groups: readonly number[], limits: Limits): void {
  for (const count of groups) check(name, count, "workgroups in a row", limits, "maxComputeWorkgroupsPerDimension");
}

function check(op: string, count: number, what: string, limits: Limits, limit: keyof Limits): void {
  if (count <= limits[limit]) return;
  throw new BackendError(`${op}: needs ${count} ${what}, but this device allows ${limits[limit]} (${limit})`);
}
