import type { FusedOps } from "@nn/core";
import type { For } from "../kernel";
import type { LineWork } from "../softmax/line-program";
import { runLines } from "../softmax/run-lines";

const work: LineWork = {
  inputs: ["g", "y"],
  totals: [{ name: "total", op: "sum", of: "g * y" }],
  each: "y * (g - total)",
  functions: [],
};

export const softmaxGrad: For<FusedOps["softmaxGrad"]> =
  (gpu) =>
  ([g, y], [gradient], { dim }) =>
    runLines(gpu, "softmaxGrad", () => work, [g, y], gradient, dim);
