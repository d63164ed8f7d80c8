import { gruCell, type Tensor } from "@nn/core";
import { Recurrent, type RecurrentOptions } from "./recurrent";
import type { HiddenWeights } from "./weights";

/**
 * A gated recurrent unit over x [time, batch, inputSize], or [time, inputSize]. Gives the output
 * [time, batch, hiddenSize · directions] and the last state [numLayers · directions, batch, hiddenSize]. The gates in
 * the weights' rows: reset, update, candidate.
 */
export class GRU extends Recurrent {
  constructor(inputSize: number, hiddenSize: number, options: RecurrentOptions = {}) {
    super(inputSize, hiddenSize, 3, options);
  }

  /** Starts from `state`, shaped as the last one; zeros when absent. */
  forward(input: Tensor, state?: Tensor): [output: Tensor, state: Tensor] {
    const [output, [last]] = this.run(input, [state]);
    return [output, last];
  }

  protected step(gates: Tensor, [hidden]: readonly Tensor[], weights: HiddenWeights): Tensor[] {
    return [gruCell(gates, hidden, weights)];
  }
}
