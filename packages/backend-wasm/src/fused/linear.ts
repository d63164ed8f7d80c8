import { type FusedOps, type Kernel, sizeOf } from "@nn/core";
import { addressOf, type Machine } from "../machine/machine";
import { product } from "../product";

/** (x [...,i], weight [o,i], bias? [o]) → x · weightᵀ + bias */
export const linear =
  (machine: Machine): Kernel<FusedOps["linear"]> =>
  ([x, weight, bias], [y]) => {
    const [n, k] = weight.shape;
    product(
      machine, 1, sizeOf(y.shape) / n, n, k,
      { address: addressOf(x), batch: 0, row: k, column: 1 },
      { address: addressOf(weight), batch: 0, row: 1, column: k },
      addressOf(y), bias ? addressOf(bias) : 0,
    ); // oxfmt-ignore
  };
