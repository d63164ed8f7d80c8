import { add } from "../ops/binary/add";
import { mul } from "../ops/binary/mul";
import { sub } from "../ops/binary/sub";
import { erf } from "../ops/unary/erf";
import { exp } from "../ops/unary/exp";
import { square } from "../ops/unary/square";
import { tanh } from "../ops/unary/tanh";
import type { Tensor } from "../tensor/tensor";
import { checkFloats } from "./check-floats";
import type { FusedSpec } from "./fused-spec";

export const geluGradSpec: FusedSpec<"geluGrad"> = {
  name: "geluGrad",
  infer: ([g, x]) => [{ shape: x.shape, dtype: checkFloats("geluGrad", ["g", "x"], [g, x]) }],
  decompose: ([g, x], { approximate }) => [mul(g, approximate === "tanh" ? tanhSlope(x) : exactSlope(x))],
};

const CUBIC = 0.044715;
const SQRT_2_OVER_PI = /* @__PURE__ */ Math.sqrt(2 / Math.PI);

/** √(2/π) · (x + 0.044715 x³) */
export function bend(x: Tensor): Tensor {
  return mul(mul(x, add(mul(square(x), CUBIC), 1)), SQRT_2_OVER_PI);
}

/** Φ(x) + x · φ(x) */
function exactSlope(x: Tensor): Tensor {
  const cumulative = mul(add(erf(mul(x, Math.SQRT1_2)), 1), 0.5);
  const density = mul(exp(mul(square(x), -0.5)), SQRT_2_OVER_PI / 2);
  return add(cumulative, mul(x, density));
}

/** ½ (1 + t) + ½ x (1 − t²) b′(x) with b = bend and t = tanh(b(x)) */
function tanhSlope(x: Tensor): Tensor {
  const t = tanh(bend(x));
  const steepness = mul(add(mul(square(x), 3 * CUBIC), 1), SQRT_2_OVER_PI);
  return mul(add(add(t, 1), mul(mul(x, sub(1, square(t))), steepness)), 0.5);
}
