import { scope } from "../../runtime/scope";
import type { Tensor } from "../../tensor/tensor";
import { add } from "../binary/add";
import { mul } from "../binary/mul";
import { chunk } from "../shape/chunk";
import { sigmoid } from "../unary/sigmoid";
import { tanh } from "../unary/tanh";
import { gateInputs, type CellWeights } from "./cell-weights";

/**
 * One step of an LSTM: from x [..., inputs] and [h, c], each [..., hidden], to the next [h, c]. The rows of the weights
 * hold the input, forget, cell and output gates, in this order.
 */
export function lstmCell(
  x: Tensor,
  [hidden, cell]: readonly [hidden: Tensor, cell: Tensor],
  weights: CellWeights,
): [hidden: Tensor, cell: Tensor] {
  return scope(() => {
    const gates = add(...gateInputs("lstmCell", 4, x, hidden, weights));
    const [input, forget, candidate, output] = chunk(gates, 4, { dim: -1 });
    const next = add(mul(sigmoid(forget), cell), mul(sigmoid(input), tanh(candidate)));
    return [mul(sigmoid(output), tanh(next)), next];
  });
}
