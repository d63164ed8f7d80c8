import { add, dropout, matmul, mul, scaledDotProductAttention, softmax, transpose, type Tensor } from "@nn/core";

interface AttendOptions {
  /** Added to the scores. */
  readonly mask: Tensor | undefined;
  readonly dropoutP: number;
  readonly needWeights: boolean;
}

/** softmax(q · kᵀ / √E + mask) · v of q [..., L, E], k [..., S, E] and v [..., S, Ev], and the softmax if it is needed. */
export function attend(
  q: Tensor,
  k: Tensor,
  v: Tensor,
  { mask, dropoutP, needWeights }: AttendOptions,
): [output: Tensor, weights: Tensor | undefined] {
  if (!needWeights) return [scaledDotProductAttention(q, k, v, { attnMask: mask, dropoutP }), undefined];
  const scores = matmul(mul(q, 1 / Math.sqrt(q.shape[q.ndim - 1])), transpose(k, -2, -1));
  const weights = dropout(softmax(mask ? add(scores, mask) : scores, { dim: -1 }), { p: dropoutP });
  return [matmul(weights, v), weights];
}
