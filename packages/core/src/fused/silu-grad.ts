import { add } from "../ops/binary/add";
import { mul } from "../ops/binary/mul";
import { sub } from "../ops/binary/sub";
import { sigmoid } from "../ops/unary/sigmoid";
import { checkFloats } from "./check-floats";
import type { FusedSpec } from "./fused-spec";

/** g · σ(x) · (1 + x · (1 − σ(x))) */
export const siluGradSpec: FusedSpec<"siluGrad"> = {
  name: "siluGrad",
  infer: ([g, x]) => [{ shape: x.shape, dtype: checkFloats("siluGrad", ["g", "x"], [g, x]) }],
  decompose: ([g, x]) => {
    const s = sigmoid(x);
    return [mul(g, mul(s, add(mul(x, sub(1, s)), 1)))];
  },
};
