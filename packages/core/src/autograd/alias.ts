import type { Tensor } from "../tensor/tensor";

/** Another handle of the same value in the graph, because one gradient may go to several owners. */
export function alias(g: Tensor): Tensor {
  const handle = g.detach();
  handle.link = g.link;
  return handle;
}
