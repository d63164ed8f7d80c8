import { mul } from "../ops/binary/mul";
import { eq } from "../ops/compare/eq";
import { where } from "../ops/compare/where";
import { scatterAdd } from "../ops/indexing/scatter-add";
import { reshape } from "../ops/shape/reshape";
import { neg } from "../ops/unary/neg";
import { dispatchFused } from "../runtime/dispatch";
import { checkFloats } from "./check-floats";
import type { FusedSpec } from "./fused-spec";
import { softmaxSpec } from "./softmax";

/** g · (softmax(logits) − the one-hot target) */
export const crossEntropyGradSpec: FusedSpec<"crossEntropyGrad"> = {
  name: "crossEntropyGrad",
  infer: ([g, logits]) => {
    const dtype = checkFloats("crossEntropyGrad", ["g", "logits"], [g, logits]);
    return [{ shape: logits.shape, dtype }];
  },
  decompose: ([g, logits, target], { ignoreIndex }) => {
    const isIgnored = eq(target, ignoreIndex);
    const column = reshape(where(isIgnored, 0, target), [target.size, 1]);
    const share = reshape(g, [target.size, 1]);
    const [probabilities] = dispatchFused(softmaxSpec, [logits], { dim: 1 });
    const gradient = scatterAdd(mul(probabilities, share), column, neg(share), { dim: 1 });
    return [where(reshape(isIgnored, [target.size, 1]), 0, gradient)];
  },
};
