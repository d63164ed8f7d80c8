import type { FusedOps, Kernel } from "@nn/core";
import { addressOf, type Machine } from "../machine/machine";
import { poolArguments, poolGrain } from "../pool-planes";

export const avgPool2d =
  (machine: Machine): Kernel<FusedOps["avgPool2d"]> =>
  ([x], [y], attrs) => {
    const [n, c] = x.shape;
    const [rows, columns] = attrs.outputSize;
    const [down, across] = attrs.kernelSize;
    machine.parallel(
      "avgPool2d", n * c * rows, poolGrain(columns * down * across),
      addressOf(y), addressOf(x), ...poolArguments(x, attrs), Number(attrs.countIncludePad),
    ); // oxfmt-ignore
  };
