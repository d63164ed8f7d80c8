import { ShapeError } from "../../errors";
import { lstmGatesSpec } from "../../fused/lstm-gates";
import { toRows } from "../../fused/to-rows";
import { dispatchFused } from "../../runtime/dispatch";
import { scope } from "../../runtime/scope";
import { formatShape, sameShape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { reshape } from "../shape/reshape";
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
  const { shape } = hidden;
  if (!sameShape(cell.shape, shape)) {
    throw new ShapeError(`lstmCell: shapes of the states differ, ${formatShape(shape)} and ${formatShape(cell.shape)}`);
  }
  return scope(() => {
    const inputs = [...gateInputs("lstmCell", 4, x, hidden, weights), cell];
    const [nextHidden, nextCell] = dispatchFused(lstmGatesSpec, inputs.map(toRows), {});
    return [reshape(nextHidden, shape), reshape(nextCell, shape)];
  });
}
