import {
  add,
  cast,
  DTypeError,
  isFloat,
  ones,
  reshape,
  ShapeError,
  triu,
  where,
  zeros,
  type Shape,
  type Tensor,
} from "@nn/core";

/** Masks are bool, true where *not* to attend (as in torch.nn, not as in `scaledDotProductAttention`), or floating and added. */
export interface MaskOptions {
  /** [L, S], or [batch · heads, L, S]. */
  attnMask?: Tensor;
  /** [batch, S], or [S] without a batch: keys to ignore. */
  keyPaddingMask?: Tensor;
  /** Let position i attend to positions 0 to i only. Default false. */
  isCausal?: boolean;
}

/** What to add to scores of q and k, each [batch, heads, length, features]. */
export function additiveMask(
  { attnMask, keyPaddingMask, isCausal = false }: MaskOptions,
  q: Tensor,
  k: Tensor,
  isBatched: boolean,
): Tensor | undefined {
  const [batch, heads, length] = q.shape;
  const keys = k.shape[2];
  const masks: Tensor[] = [];
  if (attnMask) {
    checkMask("attnMask", attnMask, [
      [length, keys],
      [batch * heads, length, keys],
    ]);
    const places = attnMask.ndim === 2 ? [length, keys] : [batch, heads, length, keys];
    masks.push(toAdditive(reshape(attnMask, places), q));
  }
  if (keyPaddingMask) {
    checkMask("keyPaddingMask", keyPaddingMask, [isBatched ? [batch, keys] : [keys]]);
    masks.push(toAdditive(reshape(keyPaddingMask, [batch, 1, 1, keys]), q));
  }
  if (isCausal) {
    const later = triu(ones([length, keys], { backend: q.backend }), { diagonal: 1 });
    masks.push(toAdditive(cast(later, "bool"), q));
  }
  return masks.length > 0 ? masks.reduce((a, b) => add(a, b)) : undefined;
}

function checkMask(name: string, { shape, dtype }: Tensor, expected: readonly Shape[]): void {
  if (dtype !== "bool" && !isFloat(dtype)) {
    throw new DTypeError(`MultiheadAttention: ${name} must be bool or floating, got ${dtype}`);
  }
  if (expected.some((sizes) => `${sizes}` === `${shape}`)) return;
  const shapes = expected.map((sizes) => `[${sizes.join(",")}]`).join(" or ");
  throw new ShapeError(`MultiheadAttention: ${name} must be ${shapes}, got [${shape.join(",")}]`);
}

function toAdditive(mask: Tensor, { dtype, backend }: Tensor): Tensor {
  if (mask.dtype !== "bool") return cast(mask, dtype);
  return where(mask, -Infinity, zeros([], { dtype, backend }));
}
