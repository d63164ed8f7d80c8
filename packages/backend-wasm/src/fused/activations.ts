import { type FusedOps, type Kernel, sizeOf, type View } from "@nn/core";
import { addressOf, type Machine } from "../machine/machine";

/** As assembly/elementwise/activations.ts numbers them. */
const Activation = { GELU: 0, GELU_TANH: 1, SILU: 2, GELU_GRAD: 3, GELU_TANH_GRAD: 4, SILU_GRAD: 5 } as const;

/** Elements in 50 µs or more. */
const GRAIN = 2 ** 16;

function run(machine: Machine, op: number, y: View, x: View, g: View): void {
  machine.parallel("activation", sizeOf(x.shape), GRAIN, op, addressOf(y), addressOf(x), addressOf(g));
}

/** GELU and its approximation: Hendrycks and Gimpel, https://arxiv.org/abs/1606.08415. */
export const gelu =
  (machine: Machine): Kernel<FusedOps["gelu"]> =>
  ([x], [y], { approximate }) =>
    run(machine, approximate === "tanh" ? Activation.GELU_TANH : Activation.GELU, y, x, x);

export const geluGrad =
  (machine: Machine): Kernel<FusedOps["geluGrad"]> =>
  ([g, x], [y], { approximate }) =>
    run(machine, approximate === "tanh" ? Activation.GELU_TANH_GRAD : Activation.GELU_GRAD, y, x, g);

export const silu =
  (machine: Machine): Kernel<FusedOps["silu"]> =>
  ([x], [y]) =>
    run(machine, Activation.SILU, y, x, x);

export const siluGrad =
  (machine: Machine): Kernel<FusedOps["siluGrad"]> =>
  ([g, x], [y]) =>
    run(machine, Activation.SILU_GRAD, y, x, g);
