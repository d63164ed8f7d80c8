import { ShapeError, zeros, type Tensor } from "@nn/core";
import type { FactoryOptions } from "../factory";
import { Module } from "../module/module";
import { checkSizes } from "../sizes";
import { checkState } from "./check-state";
import { registerWeights, resetWeights, type RecurrentWeights } from "./weights";

export interface RecurrentCellOptions extends FactoryOptions {
  /** Default true. */
  bias?: boolean;
}

/** What RNNCell, LSTMCell and GRUCell share: their parameters and checks. */
export abstract class RecurrentCell extends Module {
  /** In the state dict as `weight_ih`, `weight_hh`, `bias_ih` and `bias_hh`. */
  readonly weights: RecurrentWeights;

  constructor(
    readonly inputSize: number,
    readonly hiddenSize: number,
    gates: number,
    { bias = true, ...factory }: RecurrentCellOptions,
  ) {
    super();
    checkSizes(new.target.name, { inputSize, hiddenSize });
    const sizes = { rows: gates * hiddenSize, inputs: inputSize, hidden: hiddenSize, bias };
    this.weights = registerWeights(this, "", sizes, factory);
    this.resetParameters();
  }

  /** Draws the parameters anew, uniform in ±1 / √hiddenSize. */
  resetParameters(): void {
    resetWeights(this.parameters(), this.hiddenSize);
  }

  /** `state` for `input`, zeros when absent, after checks of both. */
  protected startFrom(input: Tensor, state: Tensor | undefined): Tensor {
    const { ndim, shape, dtype, backend } = input;
    const { inputSize, hiddenSize } = this;
    const layer = this.constructor.name;
    if ((ndim !== 1 && ndim !== 2) || shape[ndim - 1] !== inputSize) {
      throw new ShapeError(`${layer}: expected x [batch,${inputSize}] or [${inputSize}], got [${shape.join(",")}]`);
    }
    const expected = [...shape.slice(0, -1), hiddenSize];
    if (!state) return zeros(expected, { dtype, backend });
    checkState(layer, state, expected, ndim === 2 ? "batch, hidden" : "hidden");
    return state;
  }

  override multiplyAdds([input]: readonly Tensor[]): number {
    return (input.size / this.inputSize) * (this.weights.weightIh.size + this.weights.weightHh.size);
  }
}
