import { mul } from "../ops/binary/mul";
import { sub } from "../ops/binary/sub";
import { sum } from "../ops/reduce/sum";
import { exp } from "../ops/unary/exp";
import { checkFloats } from "./check-floats";
import type { FusedSpec } from "./fused-spec";

export const logSoftmaxGradSpec: FusedSpec<"logSoftmaxGrad"> = {
  name: "logSoftmaxGrad",
  infer: ([g, y]) => [{ shape: y.shape, dtype: checkFloats("logSoftmaxGrad", ["g", "y"], [g, y]) }],
  decompose: ([g, y], { dim }) => [sub(g, mul(exp(y), sum(g, { dim, keepdim: true })))],
};
