import { add, type Tensor } from "@nn/core";
import { Dropout } from "../dropout";
import { LayerNorm } from "../layer-norm";
import { Linear } from "../linear";
import { Module } from "../module/module";
import { activationOf } from "./activation";
import { MultiheadAttention } from "./multihead-attention";
import type { TransformerLayerOptions } from "./transformer-layer-options";

/** Masks as `MultiheadAttention` takes them. */
export interface TransformerEncoderLayerArguments {
  srcMask?: Tensor;
  srcKeyPaddingMask?: Tensor;
  /** Let position i attend to positions 0 to i only. Default false. */
  isCausal?: boolean;
}

/** Self-attention and two linear layers, each with a shortcut and a norm, of x [length, batch, dModel]. */
export class TransformerEncoderLayer extends Module {
  readonly normFirst: boolean;
  /** In the state dict as `self_attn`. */
  readonly selfAttn: MultiheadAttention;
  readonly linear1: Linear;
  readonly dropout: Dropout;
  readonly linear2: Linear;
  readonly norm1: LayerNorm;
  readonly norm2: LayerNorm;
  readonly dropout1: Dropout;
  readonly dropout2: Dropout;
  private readonly activation: (x: Tensor) => Tensor;

  constructor(dModel: number, nhead: number, options: TransformerLayerOptions = {}) {
    super();
    const { dimFeedforward = 2048, dropout: p = 0.1, activation = "relu", layerNormEps: eps = 1e-5 } = options;
    const { batchFirst = false, normFirst = false, dtype, backend } = options;
    const factory = { dtype, backend };
    const attention = new MultiheadAttention(dModel, nhead, { dropout: p, batchFirst, ...factory });
    this.normFirst = normFirst;
    this.selfAttn = this.registerModule("self_attn", attention);
    this.linear1 = new Linear(dModel, dimFeedforward, factory);
    this.dropout = new Dropout(p);
    this.linear2 = new Linear(dimFeedforward, dModel, factory);
    this.norm1 = new LayerNorm(dModel, { eps, ...factory });
    this.norm2 = new LayerNorm(dModel, { eps, ...factory });
    this.dropout1 = new Dropout(p);
    this.dropout2 = new Dropout(p);
    this.activation = activationOf("TransformerEncoderLayer", activation);
  }

  forward(src: Tensor, masks: TransformerEncoderLayerArguments = {}): Tensor {
    const { norm1, norm2 } = this;
    if (this.normFirst) {
      const x = add(src, this.attend(norm1.forward(src), masks));
      return add(x, this.feed(norm2.forward(x)));
    }
    const x = norm1.forward(add(src, this.attend(src, masks)));
    return norm2.forward(add(x, this.feed(x)));
  }

  private attend(x: Tensor, masks: TransformerEncoderLayerArguments): Tensor {
    const { srcMask: attnMask, srcKeyPaddingMask: keyPaddingMask, isCausal } = masks;
    const given = { attnMask, keyPaddingMask, isCausal, needWeights: false };
    return this.dropout1.forward(this.selfAttn.forward(x, x, x, given)[0]);
  }

  private feed(x: Tensor): Tensor {
    const inner = this.dropout.forward(this.activation(this.linear1.forward(x)));
    return this.dropout2.forward(this.linear2.forward(inner));
  }
}
