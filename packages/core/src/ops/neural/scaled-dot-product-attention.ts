import { ArgumentError, DTypeError, ShapeError } from "../../errors";
import { attentionSpec, attentionWeights } from "../../fused/attention";
import { dispatchFused } from "../../runtime/dispatch";
import { runScope } from "../../runtime/scope";
import { broadcastShapes, formatShape, sizeOf, type Shape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { where } from "../compare/where";
import { zeros } from "../creation/zeros";
import { matmul } from "../linalg/matmul";
import { expand } from "../shape/expand";
import { reshape } from "../shape/reshape";
import { dropout } from "./dropout";

const OP = "scaledDotProductAttention";

export interface AttentionOptions {
  /** Broadcast to [..., L, S]: bool, true where q may attend to k, or floating, added to the scores. */
  attnMask?: Tensor;
  /** Position i of q attends to positions 0 to i of k only. */
  isCausal?: boolean;
  /** The probability to drop an attention weight. Default 0. */
  dropoutP?: number;
  /** What q · kᵀ is multiplied by. Default 1/√E. */
  scale?: number;
}

/**
 * softmax(q · kᵀ · scale + mask) · v with q [..., L, E], k [..., S, E] and v [..., S, Ev], which gives [..., L, Ev];
 * leading dimensions broadcast. Rows that may attend to nothing give NaN.
 */
export function scaledDotProductAttention(q: Tensor, k: Tensor, v: Tensor, options: AttentionOptions = {}): Tensor {
  const { attnMask, isCausal = false, dropoutP = 0, scale = 1 / Math.sqrt(q.shape[q.ndim - 1]) } = options;
  check(q, k, v, options);
  return runScope(OP, () => {
    const mask = attnMask?.dtype === "bool" ? toAdditive(attnMask, q) : attnMask;
    const inputs = mask ? [q, k, v, mask] : [q, k, v];
    const lead = inputs.map((t): Shape => t.shape.slice(0, -2)).reduce((a, b) => broadcastShapes(OP, a, b));
    const [q3, k3, v3] = [q, k, v].map((t) => toBatch(t, lead, t.shape.slice(-2)));
    const scores = [q.shape[q.ndim - 2], k.shape[k.ndim - 2]];
    const mask3 = mask && toBatch(mask, lead, scores);
    const attrs = { isCausal, scale };
    const y =
      dropoutP > 0
        ? matmul(dropout(attentionWeights(q3, k3, mask3, attrs), { p: dropoutP }), v3)
        : dispatchFused(attentionSpec, mask3 ? [q3, k3, v3, mask3] : [q3, k3, v3], attrs)[0];
    return reshape(y, [...lead, ...y.shape.slice(1)]);
  });
}

/** 0 where the mask is true, −∞ elsewhere. */
function toAdditive(mask: Tensor, { dtype, backend }: Tensor): Tensor {
  return where(mask, zeros([], { dtype, backend }), -Infinity);
}

/** [..., m, n] broadcast to [...lead, ...sizes], with one leading dimension. */
function toBatch(x: Tensor, lead: Shape, sizes: Shape): Tensor {
  return reshape(expand(x, [...lead, ...sizes]), [sizeOf(lead), ...sizes]);
}

function check(q: Tensor, k: Tensor, v: Tensor, { attnMask, isCausal, dropoutP = 0 }: AttentionOptions): void {
  const shapes = `q ${formatShape(q.shape)}, k ${formatShape(k.shape)}, v ${formatShape(v.shape)}`;
  if (q.ndim < 2 || k.ndim < 2 || v.ndim < 2) {
    throw new ShapeError(`${OP}: expected [..., length, features] each, got ${shapes}`);
  }
  if (q.shape[q.ndim - 1] !== k.shape[k.ndim - 1]) throw new ShapeError(`${OP}: q and k differ in features, ${shapes}`);
  if (k.shape[k.ndim - 2] !== v.shape[v.ndim - 2]) throw new ShapeError(`${OP}: k and v differ in length, ${shapes}`);
  if (!(dropoutP >= 0 && dropoutP <= 1)) throw new ArgumentError(`${OP}: dropoutP must lie in [0, 1], got ${dropoutP}`);
  if (attnMask) checkMask(attnMask, q, k, isCausal);
}

function checkMask(mask: Tensor, q: Tensor, k: Tensor, isCausal = false): void {
  if (isCausal) throw new ArgumentError(`${OP}: pass either attnMask or isCausal, not both`);
  if (mask.dtype !== "bool" && mask.dtype !== q.dtype) {
    throw new DTypeError(`${OP}: attnMask must be bool or ${q.dtype} as q, got ${mask.dtype}`);
  }
  const scores = [q.shape[q.ndim - 2], k.shape[k.ndim - 2]];
  const fits = [1, 1, ...mask.shape].slice(-2).every((size, i) => size === 1 || size === scores[i]);
  if (!fits)
    throw new ShapeError(
      `${OP}: attnMask ${formatShape(mask.shape)} does not broadcast to [..., ${scores.join(", ")}]`,
    );
}
