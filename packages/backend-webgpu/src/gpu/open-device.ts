import { ArgumentError, BackendError } from "@nn/core";
import { type Limits, limitsOf } from "./limits";

/** What a device is asked for. */
export interface DeviceRequest {
  /** The adapter to use, which has given no device yet. Default: the one that the runtime prefers. */
  readonly adapter?: GPUAdapter;
  /** Which adapter to prefer where there are several. */
  readonly powerPreference?: GPUPowerPreference;
  /** The optional features that kernels may use. Default: each of `USED_FEATURES` that the adapter has. */
  readonly features?: readonly GPUFeatureName[];
  /** Limits to keep to where the adapter has higher ones, to see how a smaller device would do. */
  readonly limits?: Partial<Limits>;
}

const USED_FEATURES: readonly GPUFeatureName[] = ["shader-f16", "subgroups", "timestamp-query"];

/** Dawn ends the process when its instance is collected while something of it is in use. */
const dawn: GPU[] = [];

/** A device with `features`, or with all that kernels can use, and with the adapter's best limits. */
export async function openDevice(adapter: GPUAdapter, features: DeviceRequest["features"]): Promise<GPUDevice> {
  const requiredFeatures = features ?? USED_FEATURES.filter((feature) => adapter.features.has(feature));
  const missing = requiredFeatures.filter((feature) => !adapter.features.has(feature));
  if (missing.length > 0) {
    throw new ArgumentError(
      `webgpu: the adapter does not offer ${missing.join(", ")}; it has ${[...adapter.features].join(", ")}`,
    );
  }
  return adapter.requestDevice({ requiredFeatures, requiredLimits: limitsOf(adapter) });
}

/** The adapter that the runtime prefers. */
export async function findAdapter(powerPreference?: GPUPowerPreference): Promise<GPUAdapter> {
  const gpu = (globalThis as { navigator?: { gpu?: GPU } }).navigator?.gpu ?? (await openDawn());
  const adapter = await gpu.requestAdapter({ powerPreference });
  if (adapter) return adapter;
  throw new BackendError(
    "webgpu: there is no GPU adapter here; update the graphics driver, enable WebGPU, or use another backend",
  );
}

/** WebGPU of the optional package `webgpu`, for runtimes that have none of their own. */
async function openDawn(): Promise<GPU> {
  if (dawn.length > 0) return dawn[0];
  // A name that bundlers cannot follow: in browsers the package is never asked for.
  const name = "webgpu";
  let module: { create(flags: string[]): GPU; globals: object };
  try {
    module = (await import(/* @vite-ignore */ name)) as typeof module;
  } catch (error) {
    throw new BackendError(
      "webgpu: this runtime has no WebGPU (navigator.gpu). In a browser, use a recent one and a secure page (https " +
        `or localhost); in Node, install the package webgpu: npm install webgpu (${(error as Error).message})`,
    );
  }
  // Exact times: what a page could learn from them is no concern outside browsers.
  dawn.push(module.create(["disable-dawn-features=timestamp_quantization"]));
  return dawn[0];
}
