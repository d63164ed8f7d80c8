import { scope } from "../../runtime/scope";
import type { Tensor } from "../../tensor/tensor";
import { add } from "../binary/add";
import { mul } from "../binary/mul";
import { sub } from "../binary/sub";
import { chunk } from "../shape/chunk";
import { sigmoid } from "../unary/sigmoid";
import { tanh } from "../unary/tanh";
import { gateInputs, type CellWeights } from "./cell-weights";

/**
 * One step of a GRU: from x [..., inputs] and h [..., hidden] to the next h. The rows of the weights hold the reset,
 * update and candidate gates, in this order.
 */
export function gruCell(x: Tensor, hidden: Tensor, weights: CellWeights): Tensor {
  return scope(() => {
    const [fromInput, fromHidden] = gateInputs("gruCell", 3, x, hidden, weights);
    const [resetInput, updateInput, candidateInput] = chunk(fromInput, 3, { dim: -1 });
    const [resetHidden, updateHidden, candidateHidden] = chunk(fromHidden, 3, { dim: -1 });
    const reset = sigmoid(add(resetInput, resetHidden));
    const update = sigmoid(add(updateInput, updateHidden));
    const candidate = tanh(add(candidateInput, mul(reset, candidateHidden)));
    // (1 − update) · candidate + update · hidden
    return add(candidate, mul(update, sub(hidden, candidate)));
  });
}
