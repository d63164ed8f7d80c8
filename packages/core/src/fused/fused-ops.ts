/** Attributes of a 2-d convolution. Pairs are [vertical, horizontal]; padding is [top, bottom, left, right]. */
export interface ConvAttrs {
  readonly stride: readonly [number, number];
  readonly padding: readonly [number, number, number, number];
  readonly dilation: readonly [number, number];
  readonly groups: number;
}

/** Attributes of a 2-d pooling window over [..., height, width] with `outputSize` positions. */
export interface PoolAttrs {
  readonly kernelSize: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly padding: readonly [number, number];
  readonly outputSize: readonly [number, number];
}

export interface MaxPoolAttrs extends PoolAttrs {
  readonly dilation: readonly [number, number];
}

export interface AvgPoolAttrs extends PoolAttrs {
  /** Divide by the window's part inside the padded input, not only by its part inside the input. */
  readonly countIncludePad: boolean;
}

/**
 * Tier 1: ops that a backend may offer as one kernel, with their attributes. Each has a decomposition into primitives
 * in this folder, which is its definition. Floating inputs of one op share one dtype.
 */
export interface FusedOps {
  /** (x [...,i], weight [o,i], bias? [o]) → x · weightᵀ + bias */
  linear: Record<never, never>;
  /** (x [n,c,h,w], weight [o,c/groups,kh,kw], bias? [o]) → [n,o,h',w'] */
  conv2d: ConvAttrs;
  /** (g [n,o,h',w'], weight) → gradient of x [n,c,h,w]; also the forward of a transposed convolution */
  conv2dInputGrad: ConvAttrs & { readonly inputSize: readonly [number, number] };
  /** (g [n,o,h',w'], x) → gradient of weight [o,c/groups,kh,kw] */
  conv2dWeightGrad: ConvAttrs & { readonly kernelSize: readonly [number, number] };
  /**
   * (x [n,c,h,w]) → (maxima, int32 position of each in its h·w plane); the first of equals; NaN is the maximum.
   * Windows may reach beyond the padding, which never wins; one wholly outside the input gives (−∞, 0).
   */
  maxPool2d: MaxPoolAttrs;
  /** (g [n,c,h',w'], positions of the maxima) → gradient of x [n,c,h,w] */
  maxPool2dGrad: { readonly inputSize: readonly [number, number] };
  /** (x [n,c,h,w]) → window means, zeros around */
  avgPool2d: AvgPoolAttrs;
  /** (g [n,c,h',w']) → gradient of x [n,c,h,w] */
  avgPool2dGrad: AvgPoolAttrs & { readonly inputSize: readonly [number, number] };
  /** (x) → exp(x − max) / sum along `dim` */
  softmax: { readonly dim: number };
  /** (g, softmax's output y) → y · (g − Σ g · y), the gradient of x */
  softmaxGrad: { readonly dim: number };
  /** (x) → x − logsumexp along `dim` */
  logSoftmax: { readonly dim: number };
  /** (g, logSoftmax's output y) → g − eʸ · Σ g, the gradient of x */
  logSoftmaxGrad: { readonly dim: number };
  /** (logits [n,c], int32 target [n]) → −logSoftmax(logits)[i, target[i]], 0 where target is `ignoreIndex` → [n] */
  crossEntropy: { readonly ignoreIndex: number };
  /** (g [n], logits [n,c], target [n]) → gradient of the logits, 0 in rows whose target is `ignoreIndex` */
  crossEntropyGrad: { readonly ignoreIndex: number };
  /** (x) or (x, weight, bias) → (y, mean, biased variance) over the last `dims` dimensions; statistics drop them */
  layerNorm: { readonly dims: number; readonly eps: number };
  /** (x) or (x, weight) → (y, mean square) over the last `dims` dimensions; the statistic drops them */
  rmsNorm: { readonly dims: number; readonly eps: number };
  /** (x [n,c,...]) or (x, weight [c], bias [c]) → (y, mean [n,groups], biased variance [n,groups]) */
  groupNorm: { readonly groups: number; readonly eps: number };
  /** (x [n,c,...]) or (x, weight [c], bias [c]) → (y, mean [c], biased variance [c]) of this batch */
  batchNorm: { readonly eps: number };
  /** (g, x, mean, variance) → gradient of x, or (..., weight) → gradients of x, weight and bias */
  layerNormGrad: { readonly dims: number; readonly eps: number };
  /** (g, x, mean square) → gradient of x, or (..., weight) → gradients of x and weight */
  rmsNormGrad: { readonly dims: number; readonly eps: number };
  /** As layerNormGrad. */
  groupNormGrad: { readonly groups: number; readonly eps: number };
  /** As layerNormGrad. */
  batchNormGrad: { readonly eps: number };
  /** (x) → x · Φ(x), exactly or by the tanh approximation */
  gelu: { readonly approximate: "none" | "tanh" };
  /** (g, x) → g · gelu′(x) */
  geluGrad: { readonly approximate: "none" | "tanh" };
  /** (x) → x · sigmoid(x) */
  silu: Record<never, never>;
  /** (g, x) → g · silu′(x) */
  siluGrad: Record<never, never>;
  /** (weight [v,d], int32 index) → rows [...index, d]. A bad index throws. */
  embedding: { readonly paddingIndex: number };
  /** (g [...index, d], int32 index) → [rows, d], summing rows of g by index, leaving out `paddingIndex` (-1: none) */
  embeddingGrad: { readonly rows: number; readonly paddingIndex: number };
  /** (q [b,l,e], k [b,s,e], v [b,s,ev], additive mask? [b,l,s]) → softmax(q·kᵀ·scale + mask) · v → [b,l,ev] */
  attention: { readonly isCausal: boolean; readonly scale: number };
  /**
   * (x gates [n,4h], h gates [n,4h], c [n,h]) → (h′ [n,h], c′ [n,h], activated gates [n,4h]): the input, forget, cell
   * and output gates, in this order
   */
  lstmGates: Record<never, never>;
  /** (g of h′, g of c′, activated gates, c, c′) → (gradient of the sum of x and h gates [n,4h], that of c [n,h]) */
  lstmGatesGrad: Record<never, never>;
  /**
   * (x gates [n,3h], h gates [n,3h], h [n,h]) → (h′ [n,h], activated gates [n,4h]): the reset, update and candidate
   * gates, in this order, and behind them the candidate's h gate as it came
   */
  gruGates: Record<never, never>;
  /** (g of h′, activated gates, h) → (gradient of x gates [n,3h], that of h gates [n,3h], that of h [n,h]) */
  gruGatesGrad: Record<never, never>;
  /** (param, grad) → param, or (param, grad, velocity) → (param, velocity); updates in place */
  sgdStep: {
    readonly lr: number;
    readonly momentum: number;
    readonly dampening: number;
    readonly nesterov: boolean;
    readonly weightDecay: number;
    readonly maximize: boolean;
    /** The velocity starts as the gradient itself. */
    readonly first: boolean;
  };
  /** (param, grad, m, v) → (param, m, v), or with (..., vmax) → (..., vmax); updates in place */
  adamStep: {
    readonly lr: number;
    readonly beta1: number;
    readonly beta2: number;
    readonly eps: number;
    readonly weightDecay: number;
    /** AdamW: decay the parameter instead of adding to the gradient. */
    readonly decoupled: boolean;
    readonly maximize: boolean;
    /** 1 for the first update. */
    readonly step: number;
  };
}

export type FusedName = keyof FusedOps;
