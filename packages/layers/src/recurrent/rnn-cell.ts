import { rnnReluCell, rnnTanhCell, type Tensor } from "@nn/core";
import { checkNonlinearity, type RNNNonlinearity } from "./nonlinearity";
import { RecurrentCell, type RecurrentCellOptions } from "./recurrent-cell";

export interface RNNCellOptions extends RecurrentCellOptions {
  /** Default "tanh". */
  nonlinearity?: RNNNonlinearity;
}

/** One step of a simple recurrent network: from x [batch, inputSize] and a state to the next [batch, hiddenSize]. */
export class RNNCell extends RecurrentCell {
  readonly nonlinearity: RNNNonlinearity;

  constructor(inputSize: number, hiddenSize: number, { nonlinearity = "tanh", ...options }: RNNCellOptions = {}) {
    super(inputSize, hiddenSize, 1, options);
    this.nonlinearity = checkNonlinearity("RNNCell", nonlinearity);
  }

  /** The state is zeros when absent. */
  forward(input: Tensor, state?: Tensor): Tensor {
    const cell = this.nonlinearity === "tanh" ? rnnTanhCell : rnnReluCell;
    return cell(input, this.startFrom(input, state), this.weights);
  }
}
