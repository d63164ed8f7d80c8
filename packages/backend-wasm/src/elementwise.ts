import { ITEM_SIZE, type View } from "@nn/core";

/** How a kernel walks over strided operands of one shape, row by row. */
export interface Walk {
  /** Elements in a row. */
  readonly size: number;
  /** Rows. */
  readonly rows: number;
  /** Elements between neighbours in a row, of each operand. */
  readonly steps: readonly number[];
  /** Count of outer dimensions, and size and three byte strides of each from the innermost outwards: see walk.ts of the module. */
  readonly plan: readonly number[];
}

/** The longest rows on which every operand advances evenly. */
export function walk(shape: readonly number[], ...operands: readonly View[]): Walk {
  const sizes: number[] = [];
  const merged: number[][] = operands.map(() => []);
  for (let d = 0; d < shape.length; d++) {
    const last = sizes.length - 1;
    if (shape[d] === 1) continue;
    if (last >= 0 && operands.every(({ strides }, t) => merged[t][last] === strides[d] * shape[d])) {
      sizes[last] *= shape[d];
      operands.forEach(({ strides }, t) => (merged[t][last] = strides[d]));
    } else {
      sizes.push(shape[d]);
      operands.forEach(({ strides }, t) => merged[t].push(strides[d]));
    }
  }
  const size = sizes.pop() ?? 1;
  const steps = merged.map((strides) => strides.pop() ?? 0);
  const bytes = operands.map(({ dtype }) => ITEM_SIZE[dtype]);
  const plan = [sizes.length];
  for (let d = sizes.length - 1; d >= 0; d--) {
    plan.push(sizes[d]);
    for (let t = 0; t < 3; t++) plan.push(t < merged.length ? merged[t][d] * bytes[t] : 0);
  }
  return { size, rows: sizes.reduce((product, n) => product * n, 1), steps, plan };
}

/** The one step between neighbours in row-major order (1: contiguous, 0: constant), or NaN where it varies. */
export function flatStep({ shape, strides }: View): number {
  let step = 0;
  let span = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    if (shape[i] === 1) continue;
    if (span === 1) step = strides[i];
    else if (strides[i] !== step * span) return NaN;
    span *= shape[i];
  }
  return step;
}
