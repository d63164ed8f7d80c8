import type { FusedOps } from "@nn/core";
import type { For } from "../kernel";
import type { LineWork } from "../softmax/line-program";
import { runLines } from "../softmax/run-lines";

const work: LineWork = {
  inputs: ["g", "y"],
  totals: [{ name: "total", op: "sum", of: "g" }],
  each: "g - exp(y) * total",
  functions: ["exp"],
};

export const logSoftmaxGrad: For<FusedOps["logSoftmaxGrad"]> =
  (gpu) =>
  ([g, y], [gradient], { dim }) =>
    runLines(gpu, "logSoftmaxGrad", () => work, [g, y], gradient, dim);
