import { scope } from "../../runtime/scope";
import type { Tensor } from "../../tensor/tensor";
import { add } from "../binary/add";
import { relu } from "../unary/relu";
import { gateInputs, type CellWeights } from "./cell-weights";

/** One step of a simple recurrent network: relu(Wᵢx + bᵢ + Wₕh + bₕ), for x [..., inputs] and h [..., hidden]. */
export function rnnReluCell(x: Tensor, hidden: Tensor, weights: CellWeights): Tensor {
  return scope(() => relu(add(...gateInputs("rnnReluCell", 1, x, hidden, weights))));
}
