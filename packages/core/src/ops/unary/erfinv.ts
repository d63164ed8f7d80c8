import { customGrad } from "../../autograd/custom-grad";
import { isFloat, type DType } from "../../dtype";
import { scope } from "../../runtime/scope";
import type { Tensor } from "../../tensor/tensor";
import { add } from "../binary/add";
import { div } from "../binary/div";
import { mul } from "../binary/mul";
import { sub } from "../binary/sub";
import { eq } from "../compare/eq";
import { le } from "../compare/le";
import { lt } from "../compare/lt";
import { where } from "../compare/where";
import { cast } from "../shape/cast";
import { abs } from "./abs";
import { erf } from "./erf";
import { exp } from "./exp";
import { log } from "./log";
import { neg } from "./neg";
import { sign } from "./sign";
import { sqrt } from "./sqrt";
import { square } from "./square";

/** Giles, "Approximating the erfinv function" (2010), table 5: x · p(w − 2.5) for w < 5, x · p(√w − 3) beyond. */
const CENTRE = [
  2.81022636e-8, 3.43273939e-7, -3.5233877e-6, -4.39150654e-6, 0.00021858087, -0.00125372503, -0.00417768164,
  0.246640727, 1.50140941,
];
const TAIL = [
  -0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773, -0.0076224613, 0.00943887047,
  1.00167406, 2.83297682,
];
const HALF_SQRT_PI = Math.sqrt(Math.PI) / 2;

/** The inverse of the error function on (−1, 1): ±∞ at ±1, NaN outside. */
export function erfinv(x: Tensor): Tensor {
  const wide: DType = x.dtype === "float64" ? "float64" : "float32";
  return scope(() => cast(inverse([cast(x, wide)], undefined), isFloat(x.dtype) ? x.dtype : wide));
}

const inverse = /* @__PURE__ */ customGrad({
  name: "erfinv",
  forward: ([x]) => {
    const y = x.dtype === "float64" ? refined(x) : approximate(x);
    return where(eq(abs(x), 1), mul(x, Infinity), y);
  },
  backward: (g, { output }) => [div(g, slope(output))],
});

/** Right to float32. */
function approximate(x: Tensor): Tensor {
  const w = neg(log(mul(sub(1, x), add(x, 1))));
  return mul(x, where(lt(w, 5), polynomial(CENTRE, sub(w, 2.5)), polynomial(TAIL, sub(sqrt(w), 3))));
}

/** Right to float64: the rational functions of PyTorch's `calc_erfinv` as a start, and two Newton steps. */
function refined(x: Tensor): Tensor {
  const z = square(x);
  const centre = div(
    mul(x, polynomial([-0.140543331, 0.914624893, -1.645349621, 0.886226899], z)),
    polynomial([0.012229801, -0.329097515, 1.442710462, -2.118377725, 1], z),
  );
  const t = sqrt(neg(log(div(sub(1, abs(x)), 2))));
  const tail = div(
    mul(sign(x), polynomial([1.641345311, 3.429567803, -1.624906493, -1.970840454], t)),
    polynomial([1.6370678, 3.5438892, 1], t),
  );
  let y = where(le(abs(x), 0.7), centre, tail);
  for (let i = 0; i < 2; i++) y = sub(y, div(sub(erf(y), x), slope(y)));
  return y;
}

/** The derivative of erf. */
function slope(y: Tensor): Tensor {
  return div(exp(neg(square(y))), HALF_SQRT_PI);
}

function polynomial(coefficients: readonly number[], x: Tensor): Tensor {
  const [first, second, ...rest] = coefficients;
  return rest.reduce((sum, c) => add(mul(sum, x), c), add(mul(x, first), second));
}
