import { scope } from "../../runtime/scope";
import type { Tensor } from "../../tensor/tensor";
import { add } from "../binary/add";
import { tanh } from "../unary/tanh";
import { gateInputs, type CellWeights } from "./cell-weights";

/** One step of a simple recurrent network: tanh(Wᵢx + bᵢ + Wₕh + bₕ), for x [..., inputs] and h [..., hidden]. */
export function rnnTanhCell(x: Tensor, hidden: Tensor, weights: CellWeights): Tensor {
  return scope(() => tanh(add(...gateInputs("rnnTanhCell", 1, x, hidden, weights))));
}
