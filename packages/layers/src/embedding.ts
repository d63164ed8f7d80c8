import { ArgumentError, embedding, noGrad, scope, tensor, where, type Tensor } from "@nn/core";
import { emptyParameter, type FactoryOptions } from "./factory";
import { normal } from "./init/normal";
import { Module } from "./module/module";
import type { Parameter } from "./module/parameter";
import { checkSizes } from "./sizes";

export interface EmbeddingOptions extends FactoryOptions {
  /** A row that starts as zeros and gets no gradient; negative values count from the end. */
  paddingIdx?: number;
}

/** A table of `numEmbeddings` rows: int32 indices [...] to [..., embeddingDim]. */
export class Embedding extends Module {
  readonly paddingIdx: number | undefined;
  /** [numEmbeddings, embeddingDim] */
  weight: Parameter;

  constructor(
    readonly numEmbeddings: number,
    readonly embeddingDim: number,
    { paddingIdx, ...factory }: EmbeddingOptions = {},
  ) {
    super();
    checkSizes("Embedding", { numEmbeddings, embeddingDim });
    this.paddingIdx = paddingRow(paddingIdx, numEmbeddings);
    this.weight = emptyParameter([numEmbeddings, embeddingDim], factory);
    this.resetParameters();
  }

  /** Draws the rows anew from the standard normal distribution. */
  resetParameters(): void {
    const { weight, paddingIdx } = this;
    normal(weight);
    if (paddingIdx === undefined) return;
    const { backend } = weight;
    const isPadding = Array.from({ length: this.numEmbeddings }, (_, i) => [i === paddingIdx]);
    noGrad(() => scope(() => void weight.assign(where(tensor(isPadding, { backend }), 0, weight))));
  }

  forward(index: Tensor): Tensor {
    return embedding(index, this.weight, { paddingIdx: this.paddingIdx });
  }
}

function paddingRow(index: number | undefined, rows: number): number | undefined {
  if (index === undefined) return undefined;
  if (Number.isInteger(index) && index >= -rows && index < rows) return index < 0 ? index + rows : index;
  throw new ArgumentError(`Embedding: paddingIdx ${index} is out of range for ${rows} rows`);
}
