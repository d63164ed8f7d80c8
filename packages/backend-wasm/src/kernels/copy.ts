import type { Kernel, Primitives } from "@nn/core";
import { addressOf, type Machine } from "../machine/machine";
import { copyTo } from "../move";

export const copy =
  (machine: Machine): Kernel<Primitives["copy"]> =>
  ([x], [y]) =>
    copyTo(machine, x, addressOf(y));
