import { add, type Tensor } from "@nn/core";
import { Dropout } from "../dropout";
import { LayerNorm } from "../layer-norm";
import { Linear } from "../linear";
import { Module } from "../module/module";
import { activationOf } from "./activation";
import { MultiheadAttention } from "./multihead-attention";
import type { TransformerLayerOptions } from "./transformer-layer-options";

/** Masks as `MultiheadAttention` takes them: between targets, and from targets to the memory. */
export interface TransformerDecoderArguments {
  tgtMask?: Tensor;
  memoryMask?: Tensor;
  tgtKeyPaddingMask?: Tensor;
  memoryKeyPaddingMask?: Tensor;
  /** Let target i attend to targets 0 to i only. Default false. */
  tgtIsCausal?: boolean;
  /** Let target i attend to positions 0 to i of the memory only. Default false. */
  memoryIsCausal?: boolean;
}

/**
 * Self-attention, attention to an encoder's output, and two linear layers, each with a shortcut and a norm, of x
 * [length, batch, dModel].
 */
export class TransformerDecoderLayer extends Module {
  readonly normFirst: boolean;
  /** In the state dict as `self_attn`. */
  readonly selfAttn: MultiheadAttention;
  /** In the state dict as `multihead_attn`. */
  readonly multiheadAttn: MultiheadAttention;
  readonly linear1: Linear;
  readonly dropout: Dropout;
  readonly linear2: Linear;
  readonly norm1: LayerNorm;
  readonly norm2: LayerNorm;
  readonly norm3: LayerNorm;
  readonly dropout1: Dropout;
  readonly dropout2: Dropout;
  readonly dropout3: Dropout;
  private readonly activation: (x: Tensor) => Tensor;

  constructor(dModel: number, nhead: number, options: TransformerLayerOptions = {}) {
    super();
    const { dimFeedforward = 2048, dropout: p = 0.1, activation = "relu", layerNormEps: eps = 1e-5 } = options;
    const { batchFirst = false, normFirst = false, dtype, backend } = options;
    const factory = { dtype, backend };
    const attention = (): MultiheadAttention =>
      new MultiheadAttention(dModel, nhead, { dropout: p, batchFirst, ...factory });
    const norm = (): LayerNorm => new LayerNorm(dModel, { eps, ...factory });
    this.normFirst = normFirst;
    this.selfAttn = this.registerModule("self_attn", attention());
    this.multiheadAttn = this.registerModule("multihead_attn", attention());
    this.linear1 = new Linear(dModel, dimFeedforward, factory);
    this.dropout = new Dropout(p);
    this.linear2 = new Linear(dimFeedforward, dModel, factory);
    [this.norm1, this.norm2, this.norm3] = [norm(), norm(), norm()];
    [this.dropout1, this.dropout2, this.dropout3] = [new Dropout(p), new Dropout(p), new Dropout(p)];
    this.activation = activationOf("TransformerDecoderLayer", activation);
  }

  /** `memory` is the output of the encoder. */
  forward(tgt: Tensor, memory: Tensor, masks: TransformerDecoderArguments = {}): Tensor {
    const { norm1, norm2, norm3 } = this;
    if (this.normFirst) {
      const x = add(tgt, this.attend(norm1.forward(tgt), masks));
      const y = add(x, this.look(norm2.forward(x), memory, masks));
      return add(y, this.feed(norm3.forward(y)));
    }
    const x = norm1.forward(add(tgt, this.attend(tgt, masks)));
    const y = norm2.forward(add(x, this.look(x, memory, masks)));
    return norm3.forward(add(y, this.feed(y)));
  }

  private attend(x: Tensor, masks: TransformerDecoderArguments): Tensor {
    const { tgtMask: attnMask, tgtKeyPaddingMask: keyPaddingMask, tgtIsCausal: isCausal } = masks;
    const given = { attnMask, keyPaddingMask, isCausal, needWeights: false };
    return this.dropout1.forward(this.selfAttn.forward(x, x, x, given)[0]);
  }

  private look(x: Tensor, memory: Tensor, masks: TransformerDecoderArguments): Tensor {
    const { memoryMask: attnMask, memoryKeyPaddingMask: keyPaddingMask, memoryIsCausal: isCausal } = masks;
    const given = { attnMask, keyPaddingMask, isCausal, needWeights: false };
    return this.dropout2.forward(this.multiheadAttn.forward(x, memory, memory, given)[0]);
  }

  private feed(x: Tensor): Tensor {
    const inner = this.dropout.forward(this.activation(this.linear1.forward(x)));
    return this.dropout3.forward(this.linear2.forward(inner));
  }
}
