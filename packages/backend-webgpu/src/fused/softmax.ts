import type { FusedOps } from "@nn/core";
import type { For } from "../kernel";
import { EXPONENTIALS } from "../softmax/exponentials";
import type { LineWork } from "../softmax/line-program";
import { runLines } from "../softmax/run-lines";

const work: LineWork = {
  inputs: ["x"],
  totals: EXPONENTIALS,
  each: "exp(x - top) / total",
  functions: ["exp"],
};

export const softmax: For<FusedOps["softmax"]> =
  (gpu) =>
  ([x], [y], { dim }) =>
    runLines(gpu, "softmax", () => work, [x], y, dim);
