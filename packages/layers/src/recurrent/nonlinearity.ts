import { ArgumentError } from "@nn/core";

/** What a simple recurrent network applies to the sum of its inputs. */
export type RNNNonlinearity = "tanh" | "relu";

export function checkNonlinearity(layer: string, given: RNNNonlinearity): RNNNonlinearity {
  if (["tanh", "relu"].includes(given)) return given;
  throw new ArgumentError(`${layer}: nonlinearity must be "tanh" or "relu", got ${JSON.stringify(given)}`);
}
