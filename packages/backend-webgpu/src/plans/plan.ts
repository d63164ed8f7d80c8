import type { FusedOps, Kernel, View } from "@nn/core";
import type { Conv } from "../convolution/geometry";
import type { Gpu } from "../gpu/gpu";
import type { MatmulSizes } from "../products/matmul-sizes";

/** What kinds of adapter kernels are laid out for. */
export type PlanName = "hardware" | "software";

/** The large kernels that are written anew for each kind of adapter; only the one in use is loaded. */
export interface Plan {
  /** y = a · b + bias for matrices of some size, `bias` being one number for each column. */
  multiply(gpu: Gpu, sizes: MatmulSizes, y: View, bias?: View): void;
  /**
   * y = weight ⋆ x + bias or, where `isBack`, y = the gradient of a convolution's input from that of its output, x.
   */
  convolve(gpu: Gpu, conv: Conv, isBack: boolean, x: View, weight: View, y: View, bias?: View): void;
  /** The gradient of a convolution's weight from that of its output, g, and its input. */
  gradientOfWeight(gpu: Gpu, conv: Conv, g: View, x: View, weight: View): void;
  attention(gpu: Gpu, ...args: Parameters<Kernel<FusedOps["attention"]>>): void;
}

/**
 * The kernels of a plan. On GPUs: tiles in workgroup memory, neighbouring lanes on neighbouring elements. On adapters
 * that compute on the processor: much work for each invocation, straight from storage.
 */
export async function loadPlan(name: PlanName): Promise<Plan> {
  return name === "software" ? (await import("./software")).software : (await import("./hardware")).hardware;
}
