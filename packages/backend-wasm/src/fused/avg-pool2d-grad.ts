import type { FusedOps, Kernel } from "@nn/core";
import { addressOf, type Machine } from "../machine/machine";
import { poolArguments, poolGrain } from "../pool-planes";

export const avgPool2dGrad =
  (machine: Machine): Kernel<FusedOps["avgPool2dGrad"]> =>
  ([g], [x], attrs) => {
    const [n, c, rows, columns] = g.shape;
    const [down, across] = attrs.kernelSize;
    machine.parallel(
      "avgPool2dGrad", n * c, poolGrain(rows * columns * down * across),
      addressOf(x), addressOf(g), ...poolArguments(x, attrs), Number(attrs.countIncludePad),
    ); // oxfmt-ignore
  };
