import { customGrad } from "../../autograd/custom-grad";
import { toFloat } from "../../dtype";
import type { Tensor } from "../../tensor/tensor";
import { add } from "../binary/add";
import { mul } from "../binary/mul";
import { withCast } from "../shape/with-cast";
import { abs } from "../unary/abs";
import { exp } from "../unary/exp";
import { log1p } from "../unary/log1p";
import { neg } from "../unary/neg";
import { relu } from "../unary/relu";
import { sigmoid } from "../unary/sigmoid";

/** ln(1 + eˣ) without overflow and with full precision at both ends; its derivative is the sigmoid. */
export function log1pExp(x: Tensor): Tensor {
  return withCast(x, toFloat(x.dtype), (source) => stable([source], undefined));
}

const stable = /* @__PURE__ */ customGrad({
  name: "log1pExp",
  forward: ([x]) => add(relu(x), log1p(exp(neg(abs(x))))),
  backward: (g, { inputs: [x] }) => [mul(g, sigmoid(x))],
});
