import type { FusedOps, Kernel } from "@nn/core";
import { addressOf, type Machine } from "../machine/machine";
import { poolGrain } from "../pool-planes";

export const maxPool2dGrad =
  (machine: Machine): Kernel<FusedOps["maxPool2dGrad"]> =>
  ([g, positions], [x], { inputSize: [h, w] }) => {
    const [n, c, rows, columns] = g.shape;
    machine.parallel(
      "maxPool2dGrad", n * c, poolGrain(h * w),
      addressOf(x), addressOf(g), addressOf(positions), rows * columns, h * w,
    ); // oxfmt-ignore
  };
