import type { Kernel, Primitives } from "@nn/core";
import type { Machine } from "../machine/machine";
import { scatterTo } from "../scatter";

export const scatterAdd =
  (machine: Machine): Kernel<Primitives["scatterAdd"]> =>
  (inputs, [y], { dim }) =>
    scatterTo(machine, "scatterAdd", inputs, y, dim);
