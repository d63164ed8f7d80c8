import {
  ArgumentError,
  cat,
  dropout,
  linear,
  ShapeError,
  slice,
  squeeze,
  stack,
  transpose,
  unbind,
  unsqueeze,
  zeros,
  type Tensor,
} from "@nn/core";
import type { FactoryOptions } from "../factory";
import { Module } from "../module/module";
import { checkSizes } from "../sizes";
import { checkState } from "./check-state";
import { registerWeights, resetWeights, type HiddenWeights, type RecurrentWeights } from "./weights";

export interface RecurrentOptions extends FactoryOptions {
  /** Layers, each of which reads the output of the one before it. Default 1. */
  numLayers?: number;
  /** Default true. */
  bias?: boolean;
  /** Batched input and output are [batch, time, features] instead of [time, batch, features]. Default false. */
  batchFirst?: boolean;
  /** The probability to drop an element of a layer's output in training; not of the last layer's. Default 0. */
  dropout?: number;
  /** Also go through time backwards; the outputs of both ways are joined. Default false. */
  bidirectional?: boolean;
}

/** What RNN, LSTM and GRU share: layers, directions, the walk through time. */
export abstract class Recurrent extends Module {
  readonly numLayers: number;
  readonly batchFirst: boolean;
  readonly dropout: number;
  readonly bidirectional: boolean;
  /** Layer by layer; of both directions, the backward one comes second. */
  private readonly weights: RecurrentWeights[] = [];

  constructor(
    readonly inputSize: number,
    readonly hiddenSize: number,
    gates: number,
    options: RecurrentOptions,
  ) {
    super();
    const {
      numLayers = 1,
      bias = true,
      batchFirst = false,
      dropout: p = 0,
      bidirectional = false,
      ...factory
    } = options;
    checkSizes(new.target.name, { inputSize, hiddenSize, numLayers });
    if (!(p >= 0 && p <= 1)) throw new ArgumentError(`${new.target.name}: dropout must lie in [0, 1], got ${p}`);
    this.numLayers = numLayers;
    this.batchFirst = batchFirst;
    this.dropout = p;
    this.bidirectional = bidirectional;
    const directions = bidirectional ? ["", "_reverse"] : [""];
    for (let layer = 0; layer < numLayers; layer++) {
      const inputs = layer === 0 ? inputSize : hiddenSize * directions.length;
      for (const direction of directions) {
        const sizes = { rows: gates * hiddenSize, inputs, hidden: hiddenSize, bias };
        this.weights.push(registerWeights(this, `_l${layer}${direction}`, sizes, factory));
      }
    }
    this.resetParameters();
  }

  /** Draws the parameters anew, uniform in ±1 / √hiddenSize. */
  resetParameters(): void {
    resetWeights(this.parameters(), this.hiddenSize);
  }

  /**
   * One step from x · weightIhᵀ + biasIh, the input's part of the gates: the next states, each [batch, hiddenSize]; the
   * first of them is the output.
   */
  protected abstract step(gates: Tensor, states: readonly Tensor[], weights: HiddenWeights): readonly Tensor[];

  /** Output and last states from `input` and first states, each of them zeros where undefined. */
  protected run(input: Tensor, given: readonly (Tensor | undefined)[]): [output: Tensor, states: Tensor[]] {
    const { batchFirst, weights } = this;
    const isBatched = input.ndim === 3;
    this.checkInput(input);
    let x = !isBatched ? unsqueeze(input, 1) : batchFirst ? transpose(input, 0, 1) : input;
    const first = given.map((state) => this.firstState(state, x, isBatched));
    const last: Tensor[][] = given.map(() => []);
    const directions = this.bidirectional ? 2 : 1;
    for (let layer = 0; layer < this.numLayers; layer++) {
      if (layer > 0 && this.training && this.dropout > 0) x = dropout(x, { p: this.dropout });
      const isTransposed = isBatched && batchFirst && layer === this.numLayers - 1;
      const ways = Array.from({ length: directions }, (_, way) => {
        const place = layer * directions + way;
        const { weightIh, biasIh, ...own } = weights[place];
        const gates = unbind(linear(x, weightIh, biasIh));
        let states: readonly Tensor[] = first.map((state) => slice(state, [place]));
        const outputs = (way === 0 ? gates : gates.reverse()).map((step) => {
          states = this.step(step, states, own);
          return states[0];
        });
        states.forEach((state, i) => last[i].push(state));
        return stack(way === 0 ? outputs : outputs.reverse(), { dim: isTransposed ? 1 : 0 });
      });
      x = directions === 1 ? ways[0] : cat(ways, { dim: -1 });
    }
    return [isBatched ? x : squeeze(x, 1), last.map((states) => (isBatched ? stack(states) : cat(states)))];
  }

  private checkInput({ ndim, shape }: Tensor): void {
    const { batchFirst, inputSize } = this;
    const isFine = (ndim === 2 || ndim === 3) && shape[ndim - 1] === inputSize;
    const time = ndim === 3 && batchFirst ? shape[1] : shape[0];
    if (isFine && time > 0) return;
    const batched = batchFirst ? "batch,time" : "time,batch";
    throw new ShapeError(
      `${this.constructor.name}: expected [${batched},${inputSize}] or [time,${inputSize}] with a time of at least 1, ` +
        `got [${shape.join(",")}]`,
    );
  }

  /** [layers · directions, batch, hiddenSize] */
  private firstState(given: Tensor | undefined, { shape, dtype, backend }: Tensor, isBatched: boolean): Tensor {
    const count = this.weights.length;
    const expected = isBatched ? [count, shape[1], this.hiddenSize] : [count, this.hiddenSize];
    if (!given) return zeros([count, shape[1], this.hiddenSize], { dtype, backend });
    checkState(this.constructor.name, given, expected, `layers · directions, ${isBatched ? "batch, " : ""}hidden`);
    return isBatched ? given : unsqueeze(given, 1);
  }

  override multiplyAdds([input]: readonly Tensor[]): number {
    const places = input.size / this.inputSize;
    return this.weights.reduce((sum, { weightIh, weightHh }) => sum + places * (weightIh.size + weightHh.size), 0);
  }
}
