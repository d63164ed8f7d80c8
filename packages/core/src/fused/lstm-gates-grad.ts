import { add } from "../ops/binary/add";
import { mul } from "../ops/binary/mul";
import { cat } from "../ops/shape/cat";
import { chunk } from "../ops/shape/chunk";
import { tanh } from "../ops/unary/tanh";
import type { Tensor } from "../tensor/tensor";
import { sigmoidSlope, tanhSlope } from "./activation-slopes";
import { checkGates } from "./check-gates";
import type { FusedSpec } from "./fused-spec";

export const lstmGatesGradSpec: FusedSpec<"lstmGatesGrad"> = {
  name: "lstmGatesGrad",
  infer: (inputs) => {
    const names = ["g of h′", "g of c′", "activated gates", "c", "c′"];
    const spec = checkGates("lstmGatesGrad", names, inputs, [1, 1, 4, 1, 1]);
    return [spec(4), spec(1)];
  },
  decompose: ([ofHidden, ofCell, activated, cell, next]) => {
    const [input, forget, candidate, output] = chunk(activated, 4, { dim: 1 });
    const shown = tanh(next);
    const toNext = add(ofCell, mul(mul(ofHidden, output), tanhSlope(shown)));
    const toActivated = [mul(toNext, candidate), mul(toNext, cell), mul(toNext, input), mul(ofHidden, shown)];
    return [beforeActivation(cat(toActivated, { dim: 1 }), activated), mul(toNext, forget)];
  },
};

/** The gradient of an LSTM's gates before their activation, from that of the activated ones. */
export function beforeActivation(g: Tensor, activated: Tensor): Tensor {
  const slopes = chunk(activated, 4, { dim: 1 }).map((y, i) => (i === 2 ? tanhSlope(y) : sigmoidSlope(y)));
  return mul(g, cat(slopes, { dim: 1 }));
}
