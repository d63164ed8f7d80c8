import { DTypeError, ShapeError } from "../errors";
import { eq } from "../ops/compare/eq";
import { where } from "../ops/compare/where";
import { gather } from "../ops/indexing/gather";
import { reshape } from "../ops/shape/reshape";
import { neg } from "../ops/unary/neg";
import { dispatchFused } from "../runtime/dispatch";
import { formatShape, sameShape } from "../shape";
import { checkFloats } from "./check-floats";
import { crossEntropyGradSpec } from "./cross-entropy-grad";
import type { FusedSpec } from "./fused-spec";
import { logSoftmaxSpec } from "./log-softmax";

export const crossEntropySpec: FusedSpec<"crossEntropy"> = {
  name: "crossEntropy",
  infer: ([logits, target]) => {
    const dtype = checkFloats("crossEntropy", ["input"], [logits]);
    if (target.dtype !== "int32") throw new DTypeError(`crossEntropy: target must be int32, got ${target.dtype}`);
    if (logits.shape.length !== 2 || !sameShape(target.shape, [logits.shape[0]])) {
      throw new ShapeError(
        `crossEntropy: expected [n, classes] and [n], got ${formatShape(logits.shape)} and ${formatShape(target.shape)}`,
      );
    }
    return [{ shape: target.shape, dtype }];
  },
  decompose: ([logits, target], { ignoreIndex }) => {
    const isIgnored = eq(target, ignoreIndex);
    const column = reshape(where(isIgnored, 0, target), [target.size, 1]);
    const [logProbabilities] = dispatchFused(logSoftmaxSpec, [logits], { dim: 1 });
    const picked = reshape(gather(logProbabilities, column, { dim: 1 }), target.shape);
    return [where(isIgnored, 0, neg(picked))];
  },
  gradient: {
    saves: () => ({ inputs: [0, 1] }),
    vjp: ([g], { attrs, needs, input }) => [
      g && needs[0] ? dispatchFused(crossEntropyGradSpec, [g, input(0), input(1)], attrs)[0] : undefined,
    ],
  },
};
