import { sub } from "../ops/binary/sub";
import { amax } from "../ops/reduce/amax";
import { sum } from "../ops/reduce/sum";
import { clone } from "../ops/shape/clone";
import { exp } from "../ops/unary/exp";
import { log } from "../ops/unary/log";
import { dispatchFused } from "../runtime/dispatch";
import { checkFloats } from "./check-floats";
import type { FusedSpec } from "./fused-spec";
import { logSoftmaxGradSpec } from "./log-softmax-grad";

export const logSoftmaxSpec: FusedSpec<"logSoftmax"> = {
  name: "logSoftmax",
  infer: ([x]) => [{ shape: x.shape, dtype: checkFloats("logSoftmax", ["x"], [x]) }],
  decompose: ([x], { dim }) => {
    if (x.size === 0) return [clone(x)];
    const shifted = sub(x, amax(x, { dim, keepdim: true }));
    return [sub(shifted, log(sum(exp(shifted), { dim, keepdim: true })))];
  },
  gradient: {
    saves: () => ({ outputs: [0] }),
    vjp: ([g], { attrs, output }) => [g && dispatchFused(logSoftmaxGradSpec, [g, output(0)], attrs)[0]],
  },
};
