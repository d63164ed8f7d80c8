import type { Primitives } from "@nn/core";
import { cumulate } from "../cumulative/cumulate";
import type { For } from "../kernel";

export const cumulative: For<Primitives["cumulative"]> =
  (gpu) =>
  ([x], [y], { op, dim }) =>
    cumulate(gpu, op, x, y, dim);
