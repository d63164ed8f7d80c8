import { add, dropout, ShapeError, slice, tensor, unsqueeze, type Tensor } from "@nn/core";
import { checkProbability } from "../dropout-probability";
import type { FactoryOptions } from "../factory";
import { Module } from "../module/module";
import { checkSizes } from "../sizes";

export interface PositionalEncodingOptions extends FactoryOptions {
  /** The longest input. Default 5000. */
  maxLen?: number;
  /** The probability to drop an element of the sum in training. Default 0.1. */
  dropout?: number;
  /** Batched inputs are [batch, length, dModel] instead of [length, batch, dModel]. Default false. */
  batchFirst?: boolean;
}

/**
 * Adds sin(i / 10000^(2j/dModel)) at even features 2j and the cosine at odd ones 2j + 1 of position i to x
 * [length, batch, dModel], or [length, dModel]. From "Attention is all you need", section 3.5.
 */
export class PositionalEncoding extends Module {
  readonly maxLen: number;
  readonly dropout: number;
  readonly batchFirst: boolean;
  /** [maxLen, dModel]; not in the state dict. */
  readonly table: Tensor;

  constructor(
    readonly dModel: number,
    { maxLen = 5000, dropout: p = 0.1, batchFirst = false, dtype, backend }: PositionalEncodingOptions = {},
  ) {
    super();
    checkSizes("PositionalEncoding", { dModel, maxLen });
    this.maxLen = maxLen;
    this.dropout = checkProbability("PositionalEncoding", p);
    this.batchFirst = batchFirst;
    const table = tensor(sines(maxLen, dModel), { shape: [maxLen, dModel], dtype: dtype ?? "float32", backend });
    this.table = this.registerBuffer("table", table, { persistent: false });
  }

  forward(input: Tensor): Tensor {
    const { ndim, shape } = input;
    const { dModel, maxLen, batchFirst } = this;
    const length = ndim === 3 && batchFirst ? shape[1] : shape[0];
    if ((ndim !== 2 && ndim !== 3) || shape[ndim - 1] !== dModel || length > maxLen) {
      const order = batchFirst ? "batch,length" : "length,batch";
      throw new ShapeError(
        `PositionalEncoding: expected [${order},${dModel}] or [length,${dModel}] with a length of at most ${maxLen}, ` +
          `got [${shape.join(",")}]`,
      );
    }
    const rows = slice(this.table, [[0, length]]);
    const encoded = add(input, ndim === 3 && !batchFirst ? unsqueeze(rows, 1) : rows);
    return dropout(encoded, { p: this.dropout, training: this.training });
  }
}

function sines(length: number, features: number): Float64Array {
  return Float64Array.from({ length: length * features }, (_, at) => {
    const feature = at % features;
    const even = feature - (feature % 2);
    const angle = Math.floor(at / features) / 10_000 ** (even / features);
    return feature === even ? Math.sin(angle) : Math.cos(angle);
  });
}
