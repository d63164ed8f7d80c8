import type { FusedOps } from "@nn/core";
import type { For } from "../kernel";
import { EXPONENTIALS } from "../softmax/exponentials";
import type { LineWork } from "../softmax/line-program";
import { runLines } from "../softmax/run-lines";

const work: LineWork = {
  inputs: ["x"],
  totals: EXPONENTIALS,
  each: "x - top - log(total)",
  functions: ["exp", "log"],
};

export const logSoftmax: For<FusedOps["logSoftmax"]> =
  (gpu) =>
  ([x], [y], { dim }) =>
    runLines(gpu, "logSoftmax", () => work, [x], y, dim);
