import type { FusedOps, Kernel } from "@nn/core";
import { convolveBack } from "../convolution/convolve-back";
import { targetOf, windowsOver } from "../convolution/geometry";
import { addressOf, type Machine } from "../machine/machine";

/** (g [n,o,h',w'], x) → gradient of weight [o,c/groups,kh,kw] */
export const conv2dWeightGrad =
  (machine: Machine): Kernel<FusedOps["conv2dWeightGrad"]> =>
  ([g, x], [y], attrs) => {
    convolveBack(machine, {
      planes: windowsOver(x, g, attrs.kernelSize, attrs),
      rows: g.shape[2],
      columns: g.shape[3],
      target: targetOf(g, attrs.groups),
      channels: y.shape[0] / attrs.groups,
      weights: addressOf(y),
    });
  };
