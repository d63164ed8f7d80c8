import { ArgumentError, Tensor } from "@nn/core";

/** The gradients that `parameters` have. */
export function gradientsOf(owner: string, parameters: Tensor | Iterable<Tensor>): Tensor[] {
  const list = parameters instanceof Tensor ? [parameters] : [...parameters];
  return list.flatMap((param) => {
    if (!(param instanceof Tensor)) throw new ArgumentError(`${owner}: expected tensors, got ${typeof param}`);
    return param.grad ? [param.grad] : [];
  });
}
