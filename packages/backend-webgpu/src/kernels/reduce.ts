import type { Primitives } from "@nn/core";
import type { For } from "../kernel";
import { accumulation } from "../reduction/accumulation";
import { reduction } from "../reduction/reduction";

export const reduce: For<Primitives["reduce"]> =
  (gpu) =>
  ([x], [y], { op, dims }) =>
    reduction(gpu, accumulation(op, x.dtype, y.dtype), x, y, dims);
