import { add } from "../ops/binary/add";
import { mul } from "../ops/binary/mul";
import { sub } from "../ops/binary/sub";
import { cat } from "../ops/shape/cat";
import { chunk } from "../ops/shape/chunk";
import type { Tensor } from "../tensor/tensor";
import { sigmoidSlope, tanhSlope } from "./activation-slopes";
import { checkGates } from "./check-gates";
import type { FusedSpec } from "./fused-spec";

export const gruGatesGradSpec: FusedSpec<"gruGatesGrad"> = {
  name: "gruGatesGrad",
  infer: (inputs) => {
    const spec = checkGates("gruGatesGrad", ["g of h′", "activated gates", "h"], inputs, [1, 4, 1]);
    return [spec(3), spec(3), spec(1)];
  },
  decompose: ([g, activated, hidden]) => {
    const [, update, candidate] = chunk(activated, 4, { dim: 1 });
    const toUpdate = mul(g, sub(hidden, candidate));
    const toCandidate = mul(g, sub(1, update));
    return [...beforeActivation([undefined, toUpdate, toCandidate], activated), mul(g, update)];
  },
};

/**
 * The gradients of a GRU's x gates and h gates, from those of the activated reset, update and candidate gates and of the
 * candidate's h gate (undefined: zero).
 */
export function beforeActivation(
  [ofReset, ofUpdate, ofCandidate, ofHidden]: readonly [Tensor | undefined, Tensor, Tensor, Tensor?],
  activated: Tensor,
): [fromInput: Tensor, fromHidden: Tensor] {
  const [reset, update, candidate, candidateHidden] = chunk(activated, 4, { dim: 1 });
  const toCandidate = mul(ofCandidate, tanhSlope(candidate));
  const product = mul(toCandidate, candidateHidden);
  const toReset = mul(ofReset ? add(ofReset, product) : product, sigmoidSlope(reset));
  const toUpdate = mul(ofUpdate, sigmoidSlope(update));
  const toHidden = mul(toCandidate, reset);
  return [
    cat([toReset, toUpdate, toCandidate], { dim: 1 }),
    cat([toReset, toUpdate, ofHidden ? add(ofHidden, toHidden) : toHidden], { dim: 1 }),
  ];
}
