export type { TransformerActivation } from "./activation";
export type { MaskOptions } from "./masks";
export {
  MultiheadAttention,
  type MultiheadAttentionArguments,
  type MultiheadAttentionOptions,
} from "./multihead-attention";
export { PositionalEncoding, type PositionalEncodingOptions } from "./positional-encoding";
export { TransformerDecoder } from "./transformer-decoder";
export { TransformerDecoderLayer, type TransformerDecoderArguments } from "./transformer-decoder-layer";
export {
  TransformerEncoder,
  type TransformerEncoderArguments,
  type TransformerStackOptions,
} from "./transformer-encoder";
export { TransformerEncoderLayer, type TransformerEncoderLayerArguments } from "./transformer-encoder-layer";
export type { TransformerLayerOptions } from "./transformer-layer-options";
