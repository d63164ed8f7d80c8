import { gruCell, type Tensor } from "@nn/core";
import { RecurrentCell, type RecurrentCellOptions } from "./recurrent-cell";

/** One step of a GRU: from x [batch, inputSize] and a state to the next [batch, hiddenSize]. */
export class GRUCell extends RecurrentCell {
  constructor(inputSize: number, hiddenSize: number, options: RecurrentCellOptions = {}) {
    super(inputSize, hiddenSize, 3, options);
  }

  /** The state is zeros when absent. */
  forward(input: Tensor, state?: Tensor): Tensor {
    return gruCell(input, this.startFrom(input, state), this.weights);
  }
}
