/** The lines along a dimension of a contiguous tensor: [outer, length, inner]. */
export interface Lines {
  readonly outer: number;
  readonly length: number;
  readonly inner: number;
}

export function linesOf(shape: readonly number[], dim: number): Lines {
  let outer = 1;
  let inner = 1;
  for (let d = 0; d < dim; d++) outer *= shape[d];
  for (let d = dim + 1; d < shape.length; d++) inner *= shape[d];
  return { outer, length: shape[dim] ?? 1, inner };
}
