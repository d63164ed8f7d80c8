import { rnnReluCell, rnnTanhCell, type Tensor } from "@nn/core";
import { checkNonlinearity, type RNNNonlinearity } from "./nonlinearity";
import { Recurrent, type RecurrentOptions } from "./recurrent";
import type { HiddenWeights } from "./weights";

export interface RNNOptions extends RecurrentOptions {
  /** Default "tanh". */
  nonlinearity?: RNNNonlinearity;
}

/**
 * A simple recurrent network, tanh(Wᵢx + bᵢ + Wₕh + bₕ), over x [time, batch, inputSize], or [time, inputSize]. Gives
 * the output [time, batch, hiddenSize · directions] and the last state [numLayers · directions, batch, hiddenSize].
 */
export class RNN extends Recurrent {
  readonly nonlinearity: RNNNonlinearity;

  constructor(inputSize: number, hiddenSize: number, { nonlinearity = "tanh", ...options }: RNNOptions = {}) {
    super(inputSize, hiddenSize, 1, options);
    this.nonlinearity = checkNonlinearity("RNN", nonlinearity);
  }

  /** Starts from `state`, shaped as the last one; zeros when absent. */
  forward(input: Tensor, state?: Tensor): [output: Tensor, state: Tensor] {
    const [output, [last]] = this.run(input, [state]);
    return [output, last];
  }

  protected step(gates: Tensor, [hidden]: readonly Tensor[], weights: HiddenWeights): Tensor[] {
    return [this.nonlinearity === "tanh" ? rnnTanhCell(gates, hidden, weights) : rnnReluCell(gates, hidden, weights)];
  }
}
