import { ArgumentError, Tensor } from "@nn/core";

/** The hidden and the cell state of an LSTM. */
export type LSTMState = readonly [hidden: Tensor, cell: Tensor];

/** `state`, if it is absent or two tensors. */
export function checkPair(layer: string, state: LSTMState | undefined): LSTMState | undefined {
  const given: unknown = state;
  const isPair = Array.isArray(given) && given.length === 2 && given.every((part) => part instanceof Tensor);
  if (given === undefined || isPair) return state;
  throw new ArgumentError(`${layer}: expected the state as [hidden, cell], two tensors`);
}
