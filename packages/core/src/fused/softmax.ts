import { div } from "../ops/binary/div";
import { sub } from "../ops/binary/sub";
import { amax } from "../ops/reduce/amax";
import { sum } from "../ops/reduce/sum";
import { clone } from "../ops/shape/clone";
import { exp } from "../ops/unary/exp";
import { dispatchFused } from "../runtime/dispatch";
import { checkFloats } from "./check-floats";
import type { FusedSpec } from "./fused-spec";
import { softmaxGradSpec } from "./softmax-grad";

export const softmaxSpec: FusedSpec<"softmax"> = {
  name: "softmax",
  infer: ([x]) => [{ shape: x.shape, dtype: checkFloats("softmax", ["x"], [x]) }],
  decompose: ([x], { dim }) => {
    if (x.size === 0) return [clone(x)];
    const powers = exp(sub(x, amax(x, { dim, keepdim: true })));
    return [div(powers, sum(powers, { dim, keepdim: true }))];
  },
  gradient: {
    saves: () => ({ outputs: [0] }),
    vjp: ([g], { attrs, output }) => [g && dispatchFused(softmaxGradSpec, [g, output(0)], attrs)[0]],
  },
};
