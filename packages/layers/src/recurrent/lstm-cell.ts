import { lstmCell, type Tensor } from "@nn/core";
import { checkPair, type LSTMState } from "./lstm-state";
import { RecurrentCell, type RecurrentCellOptions } from "./recurrent-cell";

/** One step of an LSTM: from x [batch, inputSize] and [hidden, cell] to the next two, each [batch, hiddenSize]. */
export class LSTMCell extends RecurrentCell {
  constructor(inputSize: number, hiddenSize: number, options: RecurrentCellOptions = {}) {
    super(inputSize, hiddenSize, 4, options);
  }

  /** The state is zeros when absent. */
  forward(input: Tensor, state?: LSTMState): [hidden: Tensor, cell: Tensor] {
    const [hidden, cell] = checkPair("LSTMCell", state) ?? [undefined, undefined];
    return lstmCell(input, [this.startFrom(input, hidden), this.startFrom(input, cell)], this.weights);
  }
}
