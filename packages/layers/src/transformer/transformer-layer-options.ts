import type { FactoryOptions } from "../factory";
import type { TransformerActivation } from "./activation";

export interface TransformerLayerOptions extends FactoryOptions {
  /** Features between the two linear layers. Default 2048. */
  dimFeedforward?: number;
  /** The probability of every dropout. Default 0.1. */
  dropout?: number;
  /** Default "relu". */
  activation?: TransformerActivation;
  /** Added to the variances. Default 1e-5. */
  layerNormEps?: number;
  /** Tensors are [batch, length, features] instead of [length, batch, features]. Default false. */
  batchFirst?: boolean;
  /** Normalise before attention and linear layers instead of after them. Default false. */
  normFirst?: boolean;
}
