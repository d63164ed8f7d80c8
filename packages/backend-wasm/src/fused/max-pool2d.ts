import type { FusedOps, Kernel } from "@nn/core";
import { addressOf, type Machine } from "../machine/machine";
import { poolArguments, poolGrain } from "../pool-planes";

export const maxPool2d =
  (machine: Machine): Kernel<FusedOps["maxPool2d"]> =>
  ([x], [y, positions], attrs) => {
    const [n, c] = x.shape;
    const [rows, columns] = attrs.outputSize;
    const [down, across] = attrs.kernelSize;
    machine.parallel(
      "maxPool2d", n * c * rows, poolGrain(columns * down * across),
      addressOf(y), addressOf(positions), addressOf(x), ...poolArguments(x, attrs), ...attrs.dilation,
    ); // oxfmt-ignore
  };
