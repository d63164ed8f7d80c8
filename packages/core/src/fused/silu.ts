import { mul } from "../ops/binary/mul";
import { sigmoid } from "../ops/unary/sigmoid";
import { dispatchFused } from "../runtime/dispatch";
import { checkFloats } from "./check-floats";
import type { FusedSpec } from "./fused-spec";
import { siluGradSpec } from "./silu-grad";

export const siluSpec: FusedSpec<"silu"> = {
  name: "silu",
  infer: ([x]) => [{ shape: x.shape, dtype: checkFloats("silu", ["x"], [x]) }],
  decompose: ([x]) => [mul(x, sigmoid(x))],
  gradient: {
    saves: () => ({ inputs: [0] }),
    vjp: ([g], { input }) => [g && dispatchFused(siluGradSpec, [g, input(0)], {})[0]],
  },
};
