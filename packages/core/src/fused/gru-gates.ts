import { add } from "../ops/binary/add";
import { mul } from "../ops/binary/mul";
import { sub } from "../ops/binary/sub";
import { zerosLike } from "../ops/creation/zeros-like";
import { cat } from "../ops/shape/cat";
import { chunk } from "../ops/shape/chunk";
import { sigmoid } from "../ops/unary/sigmoid";
import { tanh } from "../ops/unary/tanh";
import { dispatchFused } from "../runtime/dispatch";
import { checkGates } from "./check-gates";
import type { FusedSpec } from "./fused-spec";
import { beforeActivation, gruGatesGradSpec } from "./gru-gates-grad";

/** Cho et al., https://arxiv.org/abs/1406.1078, with the reset gate behind the product, as cuDNN and PyTorch have it. */
export const gruGatesSpec: FusedSpec<"gruGates"> = {
  name: "gruGates",
  infer: (inputs) => {
    const spec = checkGates("gruGates", ["x gates", "h gates", "h"], inputs, [3, 3, 1]);
    return [spec(1), spec(4)];
  },
  decompose: ([fromInput, fromHidden, hidden]) => {
    const [resetInput, updateInput, candidateInput] = chunk(fromInput, 3, { dim: 1 });
    const [resetHidden, updateHidden, candidateHidden] = chunk(fromHidden, 3, { dim: 1 });
    const reset = sigmoid(add(resetInput, resetHidden));
    const update = sigmoid(add(updateInput, updateHidden));
    const candidate = tanh(add(candidateInput, mul(reset, candidateHidden)));
    // (1 − update) · candidate + update · hidden
    const next = add(candidate, mul(update, sub(hidden, candidate)));
    return [next, cat([reset, update, candidate, candidateHidden], { dim: 1 })];
  },
  gradient: {
    saves: () => ({ inputs: [2], outputs: [1] }),
    vjp: ([ofHidden, ofActivated], { input, output }) => {
      const [hidden, activated] = [input(2), output(1)];
      const cotangent = ofHidden ?? zerosLike(hidden);
      const direct = dispatchFused(gruGatesGradSpec, [cotangent, activated, hidden], {});
      if (!ofActivated) return direct;
      const [ofReset, ofUpdate, ofCandidate, ofCandidateHidden] = chunk(ofActivated, 4, { dim: 1 });
      const through = beforeActivation([ofReset, ofUpdate, ofCandidate, ofCandidateHidden], activated);
      return [add(direct[0], through[0]), add(direct[1], through[1]), direct[2]];
    },
  },
};
