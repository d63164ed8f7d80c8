import { dispatchView } from "../runtime/dispatch";
import type { Tensor } from "../tensor/tensor";
import { enableGrad } from "./grad-mode";
import { Link } from "./graph";

/**
 * The same value under an identity of its own, so that gradients with respect to it can be told from those of other
 * uses of `x`; recorded as an op on `x` when that requires a gradient.
 */
export function identity(x: Tensor): Tensor {
  if (x.link) return enableGrad(() => dispatchView("reshape", x, x.layout, { shape: x.shape }));
  const leaf = x.detach();
  leaf.link = new Link(undefined, leaf);
  return leaf;
}
