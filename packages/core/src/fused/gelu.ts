import { add } from "../ops/binary/add";
import { mul } from "../ops/binary/mul";
import { erf } from "../ops/unary/erf";
import { tanh } from "../ops/unary/tanh";
import { dispatchFused } from "../runtime/dispatch";
import { checkFloats } from "./check-floats";
import type { FusedSpec } from "./fused-spec";
import { bend, geluGradSpec } from "./gelu-grad";

/** GELU and its tanh approximation: Hendrycks and Gimpel, https://arxiv.org/abs/1606.08415. */
export const geluSpec: FusedSpec<"gelu"> = {
  name: "gelu",
  infer: ([x]) => [{ shape: x.shape, dtype: checkFloats("gelu", ["x"], [x]) }],
  decompose: ([x], { approximate }) => {
    const doubled = approximate === "tanh" ? add(tanh(bend(x)), 1) : add(erf(mul(x, Math.SQRT1_2)), 1);
    return [mul(mul(x, 0.5), doubled)];
  },
  gradient: {
    saves: () => ({ inputs: [0] }),
    vjp: ([g], { attrs, input }) => [g && dispatchFused(geluGradSpec, [g, input(0)], attrs)[0]],
  },
};
