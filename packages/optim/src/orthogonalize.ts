import { addmm, div, matmul, maximum, norm, type Tensor, transpose } from "@nn/core";

export interface NewtonSchulz {
  /** Factors of X, (XXᵀ)X and (XXᵀ)²X in each step. */
  nsCoefficients: readonly [number, number, number];
  /** The smallest norm that the matrix is divided by. */
  eps: number;
  nsSteps: number;
}

/**
 * Brings the singular values of a matrix near 1 by the Newton-Schulz iteration X ← aX + b(XXᵀ)X + c(XXᵀ)²X
 * (https://kellerjordan.github.io/posts/muon/).
 */
export function orthogonalize(matrix: Tensor, { nsCoefficients: [a, b, c], eps, nsSteps }: NewtonSchulz): Tensor {
  const [rows, columns] = matrix.shape;
  const isTall = rows > columns;
  const scaled = div(matrix, maximum(norm(matrix), eps));
  // XXᵀ is the smaller product of a wide matrix.
  let x = isTall ? transpose(scaled, 0, 1) : scaled;
  for (let step = 0; step < nsSteps; step++) {
    const gram = matmul(x, transpose(x, 0, 1));
    x = addmm(x, addmm(gram, gram, gram, { beta: b, alpha: c }), x, { beta: a });
  }
  return isTall ? transpose(x, 0, 1) : x;
}
