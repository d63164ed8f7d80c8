import { add } from "../ops/binary/add";
import { mul } from "../ops/binary/mul";
import { zerosLike } from "../ops/creation/zeros-like";
import { cat } from "../ops/shape/cat";
import { chunk } from "../ops/shape/chunk";
import { sigmoid } from "../ops/unary/sigmoid";
import { tanh } from "../ops/unary/tanh";
import { dispatchFused } from "../runtime/dispatch";
import { checkGates } from "./check-gates";
import type { FusedSpec } from "./fused-spec";
import { beforeActivation, lstmGatesGradSpec } from "./lstm-gates-grad";

/** Hochreiter and Schmidhuber 1997, with the forget gates of Gers et al. 2000. */
export const lstmGatesSpec: FusedSpec<"lstmGates"> = {
  name: "lstmGates",
  infer: (inputs) => {
    const spec = checkGates("lstmGates", ["x gates", "h gates", "c"], inputs, [4, 4, 1]);
    return [spec(1), spec(1), spec(4)];
  },
  decompose: ([fromInput, fromHidden, cell]) => {
    const sums = chunk(add(fromInput, fromHidden), 4, { dim: 1 });
    const [input, forget, candidate, output] = sums.map((sum, i) => (i === 2 ? tanh(sum) : sigmoid(sum)));
    const next = add(mul(forget, cell), mul(input, candidate));
    return [mul(output, tanh(next)), next, cat([input, forget, candidate, output], { dim: 1 })];
  },
  gradient: {
    saves: () => ({ inputs: [2], outputs: [1, 2] }),
    vjp: ([ofHidden, ofCell, ofActivated], { input, output }) => {
      const [next, activated] = [output(1), output(2)];
      const cotangents = [ofHidden ?? zerosLike(next), ofCell ?? zerosLike(next)];
      const [direct, toCell] = dispatchFused(lstmGatesGradSpec, [...cotangents, activated, input(2), next], {});
      const toGates = ofActivated ? add(direct, beforeActivation(ofActivated, activated)) : direct;
      return [toGates, toGates, toCell];
    },
  },
};
