import { gruGatesSpec } from "../../fused/gru-gates";
import { toRows } from "../../fused/to-rows";
import { dispatchFused } from "../../runtime/dispatch";
import { scope } from "../../runtime/scope";
import type { Tensor } from "../../tensor/tensor";
import { reshape } from "../shape/reshape";
import { gateInputs, type CellWeights } from "./cell-weights";

/**
 * One step of a GRU: from x [..., inputs] and h [..., hidden] to the next h. The rows of the weights hold the reset,
 * update and candidate gates, in this order.
 */
export function gruCell(x: Tensor, hidden: Tensor, weights: CellWeights): Tensor {
  return scope(() => {
    const inputs = [...gateInputs("gruCell", 3, x, hidden, weights), hidden];
    return reshape(dispatchFused(gruGatesSpec, inputs.map(toRows), {})[0], hidden.shape);
  });
}
