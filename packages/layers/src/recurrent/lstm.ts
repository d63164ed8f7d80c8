import { lstmCell, type Tensor } from "@nn/core";
import { checkPair, type LSTMState } from "./lstm-state";
import { Recurrent, type RecurrentOptions } from "./recurrent";
import type { HiddenWeights } from "./weights";

/**
 * A long short-term memory over x [time, batch, inputSize], or [time, inputSize]. Gives the output
 * [time, batch, hiddenSize · directions] and the last hidden and cell states, each
 * [numLayers · directions, batch, hiddenSize]. The gates in the weights' rows: input, forget, cell, output.
 */
export class LSTM extends Recurrent {
  constructor(inputSize: number, hiddenSize: number, options: RecurrentOptions = {}) {
    super(inputSize, hiddenSize, 4, options);
  }

  /** Starts from `state`, shaped as the last one; zeros when absent. */
  forward(input: Tensor, state?: LSTMState): [output: Tensor, state: [hidden: Tensor, cell: Tensor]] {
    const [output, [hidden, cell]] = this.run(input, checkPair("LSTM", state) ?? [undefined, undefined]);
    return [output, [hidden, cell]];
  }

  protected step(gates: Tensor, [hidden, cell]: readonly Tensor[], weights: HiddenWeights): Tensor[] {
    return lstmCell(gates, [hidden, cell], weights);
  }
}
