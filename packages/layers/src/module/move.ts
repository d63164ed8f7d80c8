import { isFloat, noGrad, scope, type Backend, type DType, type Tensor } from "@nn/core";

/** Moves values and gradients of `tensors` to a backend; the handles stay the same. */
export async function moveToBackend(tensors: readonly Tensor[], backend: Backend): Promise<void> {
  for (const tensor of withGradients(tensors)) {
    if (tensor.backend === backend) continue;
    const moved = await tensor.to(backend);
    tensor.replaceBy(moved);
    moved.dispose();
  }
}

/** Gives the floating ones of `tensors`, and their gradients, another dtype; the handles stay the same. */
export function castFloats(tensors: readonly Tensor[], dtype: DType): void {
  noGrad(() =>
    scope(() => {
      for (const tensor of withGradients(tensors)) {
        if (isFloat(tensor.dtype) && tensor.dtype !== dtype) tensor.replaceBy(tensor.to(dtype));
      }
    }),
  );
}

function withGradients(tensors: readonly Tensor[]): Tensor[] {
  return tensors.flatMap((tensor) => (tensor.grad ? [tensor, tensor.grad] : [tensor]));
}
