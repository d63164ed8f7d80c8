import type { Backend } from "../backend";
import { allocate } from "../runtime/dispatch";
import { readData } from "./read";
import type { Tensor } from "./tensor";

/** A copy of `tensor` on `backend`, outside the graph; a leaf's `requiresGrad` is carried over. */
export async function moveTo(tensor: Tensor, backend: Backend): Promise<Tensor> {
  if (tensor.storage.backend === backend) return tensor;
  const { shape, dtype } = tensor;
  const data = await readData(tensor);
  const copy = allocate("to", backend, { shape, dtype });
  backend.write(copy.layout.buffer, data);
  copy.requiresGrad = tensor.requiresGrad && tensor.isLeaf;
  return copy;
}
