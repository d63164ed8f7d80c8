import { mul } from "../ops/binary/mul";
import { sub } from "../ops/binary/sub";
import { amax } from "../ops/reduce/amax";
import { sum } from "../ops/reduce/sum";
import { clone } from "../ops/shape/clone";
import { exp } from "../ops/unary/exp";
import { log } from "../ops/unary/log";
import { checkFloats } from "./check-floats";
import type { FusedSpec } from "./fused-spec";

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
    vjp: ([g], { attrs: { dim }, output }) => {
      if (!g) return [undefined];
      return [sub(g, mul(exp(output(0)), sum(g, { dim, keepdim: true })))];
    },
  },
};
