import { ArgumentError, gelu, relu, type Tensor } from "@nn/core";

/** What a transformer layer applies between its two linear layers. */
export type TransformerActivation = "relu" | "gelu" | ((x: Tensor) => Tensor);

export function activationOf(layer: string, given: TransformerActivation): (x: Tensor) => Tensor {
  if (typeof given === "function") return given;
  const known = { relu: (x: Tensor) => relu(x), gelu: (x: Tensor) => gelu(x) };
  if (Object.hasOwn(known, given)) return known[given];
  throw new ArgumentError(`${layer}: activation must be "relu", "gelu" or a function, got ${JSON.stringify(given)}`);
}
