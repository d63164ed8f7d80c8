import type { Tensor } from "@nn/core";
import { ModuleList } from "../containers/module-list";
import { Module, type TensorModule } from "../module/module";
import { checkSizes } from "../sizes";
import type { TransformerDecoderArguments, TransformerDecoderLayer } from "./transformer-decoder-layer";
import type { TransformerStackOptions } from "./transformer-encoder";

/** `numLayers` deep copies of a layer in a row: they start with equal values. */
export class TransformerDecoder extends Module {
  readonly layers: ModuleList<TransformerDecoderLayer>;
  readonly norm: TensorModule | undefined;

  constructor(decoderLayer: TransformerDecoderLayer, numLayers: number, { norm }: TransformerStackOptions = {}) {
    super();
    checkSizes("TransformerDecoder", { numLayers });
    this.layers = new ModuleList(Array.from({ length: numLayers }, () => decoderLayer.deepCopy()));
    this.norm = norm;
  }

  /** `memory` is the output of the encoder, `masks` are for every layer. */
  forward(tgt: Tensor, memory: Tensor, masks: TransformerDecoderArguments = {}): Tensor {
    let x = tgt;
    for (const layer of this.layers) x = layer.forward(x, memory, masks);
    return this.norm ? this.norm.forward(x) : x;
  }
}
