import { add } from "../ops/binary/add";
import { mul } from "../ops/binary/mul";
import { sub } from "../ops/binary/sub";
import { sigmoid } from "../ops/unary/sigmoid";
import { checkFloats } from "./check-floats";
import type { FusedSpec } from "./fused-spec";

export const siluSpec: FusedSpec<"silu"> = {
  name: "silu",
  infer: ([x]) => [{ shape: x.shape, dtype: checkFloats("silu", ["x"], [x]) }],
  decompose: ([x]) => [mul(x, sigmoid(x))],
  gradient: {
    saves: () => ({ inputs: [0] }),
    vjp: ([g], { input }) => {
      if (!g) return [undefined];
      const x = input(0);
      const s = sigmoid(x);
      return [mul(g, mul(s, add(mul(x, sub(1, s)), 1)))];
    },
  },
};
