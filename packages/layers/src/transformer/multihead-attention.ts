import {
  ArgumentError,
  chunk,
  linear,
  mean,
  permute,
  reshape,
  ShapeError,
  squeeze,
  transpose,
  unsqueeze,
  type Tensor,
} from "@nn/core";
import { checkProbability } from "../dropout-probability";
import { emptyParameter, type FactoryOptions } from "../factory";
import { xavierUniform } from "../init/xavier-uniform";
import { zeros as fillWithZeros } from "../init/zeros";
import { Linear } from "../linear";
import { Module } from "../module/module";
import type { Parameter } from "../module/parameter";
import { checkSizes } from "../sizes";
import { attend } from "./attend";
import { additiveMask, type MaskOptions } from "./masks";

export interface MultiheadAttentionOptions extends FactoryOptions {
  /** The probability to drop an attention weight in training. Default 0. */
  dropout?: number;
  /** Default true. */
  bias?: boolean;
  /** Features of keys. Default embedDim. */
  kdim?: number;
  /** Features of values. Default embedDim. */
  vdim?: number;
  /** Batched tensors are [batch, length, features] instead of [length, batch, features]. Default false. */
  batchFirst?: boolean;
}

export interface MultiheadAttentionArguments extends MaskOptions {
  /** Give the attention weights, too; without, it is faster. Default true. */
  needWeights?: boolean;
  /** Give the mean of the heads' weights. Default true. */
  averageAttnWeights?: boolean;
}

/** Attention in `numHeads` projections of queries [L, batch, embedDim], keys [S, batch, kdim] and values [S, batch, vdim]. */
export class MultiheadAttention extends Module {
  readonly dropout: number;
  readonly batchFirst: boolean;
  /** [3 · embedDim, embedDim], in the state dict as `in_proj_weight`; absent when kdim or vdim differ from embedDim. */
  readonly inProjWeight: Parameter | undefined;
  /** Instead of it [embedDim, embedDim], in the state dict as `q_proj_weight`. */
  readonly qProjWeight: Parameter | undefined;
  /** [embedDim, kdim], in the state dict as `k_proj_weight`. */
  readonly kProjWeight: Parameter | undefined;
  /** [embedDim, vdim], in the state dict as `v_proj_weight`. */
  readonly vProjWeight: Parameter | undefined;
  /** [3 · embedDim], in the state dict as `in_proj_bias`. */
  readonly inProjBias: Parameter | undefined;
  /** In the state dict as `out_proj`. */
  readonly outProj: Linear;

  constructor(
    readonly embedDim: number,
    readonly numHeads: number,
    options: MultiheadAttentionOptions = {},
  ) {
    super();
    const { dropout = 0, bias = true, kdim = embedDim, vdim = embedDim, batchFirst = false, ...factory } = options;
    checkSizes("MultiheadAttention", { embedDim, numHeads, kdim, vdim });
    if (embedDim % numHeads !== 0) {
      throw new ArgumentError(`MultiheadAttention: numHeads ${numHeads} must divide embedDim ${embedDim}`);
    }
    this.dropout = checkProbability("MultiheadAttention", dropout);
    this.batchFirst = batchFirst;
    const make = (name: string, shape: readonly number[]): Parameter =>
      this.registerParameter(name, emptyParameter(shape, factory));
    if (kdim === embedDim && vdim === embedDim) {
      this.inProjWeight = make("in_proj_weight", [3 * embedDim, embedDim]);
    } else {
      this.qProjWeight = make("q_proj_weight", [embedDim, embedDim]);
      this.kProjWeight = make("k_proj_weight", [embedDim, kdim]);
      this.vProjWeight = make("v_proj_weight", [embedDim, vdim]);
    }
    this.inProjBias = bias ? make("in_proj_bias", [3 * embedDim]) : undefined;
    this.outProj = this.registerModule("out_proj", new Linear(embedDim, embedDim, { bias, ...factory }));
    this.resetParameters();
  }

  /** Draws the weights anew and sets the biases to zeros. */
  resetParameters(): void {
    const { inProjWeight, qProjWeight, kProjWeight, vProjWeight } = this;
    for (const weight of [inProjWeight, qProjWeight, kProjWeight, vProjWeight]) if (weight) xavierUniform(weight);
    this.outProj.resetParameters();
    for (const bias of [this.inProjBias, this.outProj.bias]) if (bias) fillWithZeros(bias);
  }

  /**
   * The output [L, batch, embedDim] and the weights [batch, L, S], or [batch, heads, L, S]. Without a batch all of them,
   * and the inputs, lack its dimension.
   */
  forward(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    { needWeights = true, averageAttnWeights = true, ...masks }: MultiheadAttentionArguments = {},
  ): [output: Tensor, weights: Tensor | undefined] {
    const isBatched = query.ndim === 3;
    this.checkInputs(query, key, value);
    const [q, k, v] = this.project([query, key, value].map((x) => this.toBatchFirst(x, isBatched)));
    const mask = additiveMask(masks, q, k, isBatched);
    const dropoutP = this.training ? this.dropout : 0;
    const [heads, weights] = attend(q, k, v, { mask, dropoutP, needWeights });
    const joined = this.outProj.forward(reshape(permute(heads, [0, 2, 1, 3]), [q.shape[0], q.shape[2], this.embedDim]));
    const output = !isBatched ? squeeze(joined, 0) : this.batchFirst ? joined : transpose(joined, 0, 1);
    if (!weights) return [output, undefined];
    const shown = averageAttnWeights ? mean(weights, { dim: 1 }) : weights;
    return [output, isBatched ? shown : squeeze(shown, 0)];
  }

  /** Of projections, scores and sums. */
  override multiplyAdds([query, key, value]: readonly Tensor[]): number {
    const length = key.shape[key.ndim === 3 && this.batchFirst ? 1 : 0];
    return (query.size + key.size + value.size) * this.embedDim + 2 * query.size * length;
  }

  private toBatchFirst(x: Tensor, isBatched: boolean): Tensor {
    if (!isBatched) return unsqueeze(x, 0);
    return this.batchFirst ? x : transpose(x, 0, 1);
  }

  /** [batch, length, features] each to [batch, heads, length, embedDim / heads]. */
  private project(inputs: readonly Tensor[]): Tensor[] {
    const weights = this.inProjWeight
      ? chunk(this.inProjWeight, 3)
      : [this.qProjWeight!, this.kProjWeight!, this.vProjWeight!];
    const biases = this.inProjBias ? chunk(this.inProjBias, 3) : [];
    return inputs.map((x, i) => {
      const [batch, length] = x.shape;
      const split = [batch, length, this.numHeads, this.embedDim / this.numHeads];
      return permute(reshape(linear(x, weights[i], biases.at(i)), split), [0, 2, 1, 3]);
    });
  }

  private checkInputs(query: Tensor, key: Tensor, value: Tensor): void {
    const { embedDim, kProjWeight, vProjWeight } = this;
    const features = [embedDim, kProjWeight?.shape[1] ?? embedDim, vProjWeight?.shape[1] ?? embedDim];
    const shapes = [query, key, value].map(({ shape }) => shape);
    const { ndim } = query;
    const lead = (shape: readonly number[]): string => `${shape.slice(0, -1)}`;
    const batch = (shape: readonly number[]): number => shape[this.batchFirst ? 0 : 1];
    const fits =
      (ndim === 2 || ndim === 3) &&
      shapes.every((shape, i) => shape.length === ndim && shape[ndim - 1] === features[i]) &&
      lead(shapes[1]) === lead(shapes[2]) &&
      (ndim === 2 || batch(shapes[0]) === batch(shapes[1]));
    if (fits) return;
    const order = this.batchFirst ? "batch,length" : "length,batch";
    throw new ShapeError(
      `MultiheadAttention: expected query, key and value [${order},features] or [length,features] with ` +
        `${features.join(", ")} features, one batch size, and one length of key and value, ` +
        `got ${shapes.map((shape) => `[${shape.join(",")}]`).join(", ")}`,
    );
  }
}
