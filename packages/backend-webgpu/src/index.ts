import { createBackend, type WebgpuBackend } from "./backend";
import { Gpu } from "./gpu/gpu";
import type { DeviceRequest } from "./gpu/open-device";

export type { KernelTime, Profile } from "./gpu/profiler";
export type { WarmupProgress } from "./gpu/gpu";
export type { WebgpuBackend };
export type WebgpuOptions = DeviceRequest;

/**
 * A backend on a GPU: `navigator.gpu` of browsers and Deno, or the optional package `webgpu` in Node. Throws a
 * `BackendError` that says what to do where there is none.
 */
export async function webgpu(options: WebgpuOptions = {}): Promise<WebgpuBackend> {
  return createBackend(await Gpu.open(options));
}
