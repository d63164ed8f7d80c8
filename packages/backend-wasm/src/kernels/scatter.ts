import type { Kernel, Primitives } from "@nn/core";
import type { Machine } from "../machine/machine";
import { scatterTo } from "../scatter";

export const scatter =
  (machine: Machine): Kernel<Primitives["scatter"]> =>
  (inputs, [y], { dim }) =>
    scatterTo(machine, "scatter", inputs, y, dim);
