import type { Tensor } from "@nn/core";
import { ModuleList } from "../containers/module-list";
import { Module, type TensorModule } from "../module/module";
import { checkSizes } from "../sizes";
import type { TransformerEncoderLayer } from "./transformer-encoder-layer";

export interface TransformerStackOptions {
  /** Applied to the last layer's output. */
  norm?: TensorModule;
}

/** Masks as `MultiheadAttention` takes them, for every layer. */
export interface TransformerEncoderArguments {
  mask?: Tensor;
  srcKeyPaddingMask?: Tensor;
  /** Let position i attend to positions 0 to i only. Default false. */
  isCausal?: boolean;
}

/** `numLayers` deep copies of a layer in a row: they start with equal values. */
export class TransformerEncoder extends Module {
  readonly layers: ModuleList<TransformerEncoderLayer>;
  readonly norm: TensorModule | undefined;

  constructor(encoderLayer: TransformerEncoderLayer, numLayers: number, { norm }: TransformerStackOptions = {}) {
    super();
    checkSizes("TransformerEncoder", { numLayers });
    this.layers = new ModuleList(Array.from({ length: numLayers }, () => encoderLayer.deepCopy()));
    this.norm = norm;
  }

  forward(src: Tensor, { mask: srcMask, srcKeyPaddingMask, isCausal }: TransformerEncoderArguments = {}): Tensor {
    let x = src;
    for (const layer of this.layers) x = layer.forward(x, { srcMask, srcKeyPaddingMask, isCausal });
    return this.norm ? this.norm.forward(x) : x;
  }
}
