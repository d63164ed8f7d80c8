import {
  cat,
  div,
  matmul,
  mul,
  narrow,
  norm,
  randn,
  reshape,
  scope,
  ShapeError,
  sub,
  transpose,
  type Tensor,
} from "@nn/core";
import { fill, type RandomFillOptions } from "./fill";

export interface OrthogonalOptions extends RandomFillOptions {
  /** What the orthogonal matrix is multiplied by. Default 1. */
  gain?: number;
}

/**
 * Fills a weight [out, ...] so that, as a matrix of `out` rows, its rows or its columns (the fewer) are orthonormal, times
 * `gain`. https://arxiv.org/abs/1312.6120
 */
export function orthogonal<T extends Tensor>(tensor: T, { gain = 1, generator }: OrthogonalOptions = {}): T {
  const { shape, size } = tensor;
  if (shape.length < 2 || size === 0) {
    throw new ShapeError(`orthogonal: expected two or more dimensions and no empty one, got [${shape.join(",")}]`);
  }
  const [short, long] = [shape[0], size / shape[0]].sort((a, b) => a - b);
  return fill(tensor, (like) => {
    const once = orthonormalRows(randn([short, long], { ...like, generator }));
    // Rounding leaves the first pass as far from orthogonal as the rows are from independent.
    const rows = orthonormalRows(once);
    return mul(reshape(shape[0] === short ? rows : transpose(rows, 0, 1), shape), gain);
  });
}

/** Modified Gram-Schmidt: https://en.wikipedia.org/wiki/Gram%E2%80%93Schmidt_process#Numerical_stability. */
function orthonormalRows(matrix: Tensor): Tensor {
  const done: Tensor[] = [];
  let rest = matrix;
  for (let left = matrix.shape[0]; left > 0; left--) {
    const next = scope(() => {
      const first = narrow(rest, 0, 0, 1);
      const row = div(first, norm(first));
      const others = narrow(rest, 0, 1, left - 1);
      return { row, rest: sub(others, mul(matmul(others, transpose(row, 0, 1)), row)) };
    });
    done.push(next.row);
    if (rest !== matrix) rest.dispose();
    ({ rest } = next);
  }
  return cat(done, { dim: 0 });
}
