import { ArgumentError, ShapeError } from "../../errors";
import { formatShape, sameShape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { linear } from "./linear";

/** The weights of a recurrent cell in PyTorch's layout: `gates` blocks of rows, one block per gate. */
export interface CellWeights {
  /**
   * [gates · hidden, inputs]. Without it x is its product already, x · weightIhᵀ + biasIh, [..., gates · hidden]: one
   * `linear` makes that for all steps of a sequence.
   */
  weightIh?: Tensor;
  /** [gates · hidden, hidden]. */
  weightHh: Tensor;
  /** [gates · hidden]. */
  biasIh?: Tensor;
  /** [gates · hidden]. */
  biasHh?: Tensor;
}

/** What the input and the hidden state contribute to the gates: each [..., gates · hidden], as `hidden`. */
export function gateInputs(
  op: string,
  gates: number,
  x: Tensor,
  hidden: Tensor,
  { weightIh, weightHh, biasIh, biasHh }: CellWeights,
): [fromInput: Tensor, fromHidden: Tensor] {
  const lead = hidden.shape.slice(0, -1);
  const size = hidden.shape[hidden.ndim - 1];
  for (const [name, weight] of [["weightIh", weightIh] as const, ["weightHh", weightHh] as const]) {
    if (weight && weight.shape[0] !== gates * size) {
      throw new ShapeError(
        `${op}: ${name} ${formatShape(weight.shape)} must have ${gates} · ${size} rows for the hidden state ` +
          formatShape(hidden.shape),
      );
    }
  }
  if (!sameShape(x.shape.slice(0, -1), lead)) {
    throw new ShapeError(
      `${op}: x ${formatShape(x.shape)} and the hidden state ${formatShape(hidden.shape)} must agree in all ` +
        "dimensions but the last",
    );
  }
  if (!weightIh) {
    if (biasIh) throw new ArgumentError(`${op}: biasIh needs weightIh; without them x is their product already`);
    if (x.shape[x.ndim - 1] !== gates * size) {
      throw new ShapeError(
        `${op}: without weightIh, x must be ${formatShape([...lead, gates * size])} for the hidden state ` +
          `${formatShape(hidden.shape)}, got ${formatShape(x.shape)}`,
      );
    }
  }
  return [weightIh ? linear(x, weightIh, biasIh) : x, linear(hidden, weightHh, biasHh)];
}
