import { ITEM_SIZE, rowMajorStrides, sizeOf, type View } from "@nn/core";
import { flatStep, walk, type Walk } from "./elementwise";
import type { Machine } from "./machine/machine";
import { copyTo } from "./move";

/** Many rows shorter than this cost more than copies of the operands that make them so short. */
const SHORT = 16;

/**
 * Calls `run` with operands that advance by 1 or 0 elements along the rows of a walk. Others, as transposed ones, are
 * copied to memory of their own before.
 */
export function withEvenRows(
  machine: Machine,
  shape: readonly number[],
  operands: readonly View[],
  run: (operands: readonly View[], rows: Walk) => void,
): void {
  const rows = walk(shape, ...operands);
  const short = rows.size < SHORT && rows.rows > SHORT;
  const odd = operands.findIndex((x, t) => (short ? !isEven(flatStep(x)) : !isEven(rows.steps[t])));
  if (odd < 0) {
    run(operands, rows);
    return;
  }
  const x = operands[odd];
  const { dtype, strides } = x;
  // What is repeated stays one, unless it makes rows short.
  const own = short ? shape : shape.map((n, d) => (strides[d] === 0 ? 1 : n));
  const bytes = sizeOf(own) * ITEM_SIZE[dtype];
  machine.borrow(bytes, (address) => {
    copyTo(machine, { ...x, shape: own }, address);
    const steps = rowMajorStrides(own).map((step, d) => (own[d] === shape[d] ? step : 0));
    const copied = { buffer: { address, bytes }, dtype, shape, strides: steps, offset: 0 };
    withEvenRows(
      machine,
      shape,
      operands.map((other) => (other === x ? copied : other)),
      run,
    );
  });
}

export function isEven(step: number): boolean {
  return step === 0 || step === 1;
}
