import { ShapeError } from "../../errors";
import { formatShape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { linear } from "./linear";

/** The weights of a recurrent cell in PyTorch's layout: `gates` blocks of rows, one block per gate. */
export interface CellWeights {
  /** [gates · hidden, inputs]. */
  weightIh: Tensor;
  /** [gates · hidden, hidden]. */
  weightHh: Tensor;
  /** [gates · hidden]. */
  biasIh?: Tensor;
  /** [gates · hidden]. */
  biasHh?: Tensor;
}

/** What the input and the hidden state contribute to the gates: each [..., gates · hidden]. */
export function gateInputs(
  op: string,
  gates: number,
  x: Tensor,
  hidden: Tensor,
  { weightIh, weightHh, biasIh, biasHh }: CellWeights,
): [fromInput: Tensor, fromHidden: Tensor] {
  const size = hidden.shape[hidden.ndim - 1];
  for (const [name, weight] of [["weightIh", weightIh] as const, ["weightHh", weightHh] as const]) {
    if (weight.shape[0] !== gates * size) {
      throw new ShapeError(
        `${op}: ${name} ${formatShape(weight.shape)} must have ${gates} · ${size} rows for the hidden state ` +
          formatShape(hidden.shape),
      );
    }
  }
  return [linear(x, weightIh, biasIh), linear(hidden, weightHh, biasHh)];
}
