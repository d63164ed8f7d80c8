import { mul } from "../ops/binary/mul";
import { sub } from "../ops/binary/sub";
import { sum } from "../ops/reduce/sum";
import { checkFloats } from "./check-floats";
import type { FusedSpec } from "./fused-spec";

export const softmaxGradSpec: FusedSpec<"softmaxGrad"> = {
  name: "softmaxGrad",
  infer: ([g, y]) => [{ shape: y.shape, dtype: checkFloats("softmaxGrad", ["g", "y"], [g, y]) }],
  decompose: ([g, y], { dim }) => [mul(y, sub(g, sum(mul(g, y), { dim, keepdim: true })))],
};
