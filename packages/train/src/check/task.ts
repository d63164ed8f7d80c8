import { isFloat, type Tensor } from "@nn/core";

/**
 * What the targets are, going by their dtype, shape and values beside the output's shape: indices of classes, shares of
 * classes that add up to 1, zeros and ones, or other values of the output's shape.
 */
export type Task =
  | { readonly kind: "classes" | "probabilities"; readonly dim: number; readonly classes: number }
  | { readonly kind: "binary" | "values" | "other" };

export function taskOf(output: Tensor | undefined, target: Tensor, labels: readonly number[]): Task {
  if (!output || output.ndim === 0) return { kind: "other" };
  const dim = output.ndim === 1 ? 0 : 1;
  const classes = output.shape[dim];
  const isIndexed = `${withoutDim(output.shape, dim)}` === `${target.shape}` && classes > 1;
  if (isIndexed && !isFloat(target.dtype) && target.dtype !== "bool") return { kind: "classes", dim, classes };
  if (`${output.shape}` !== `${target.shape}`) return { kind: "other" };
  if (isFloat(target.dtype) && output.ndim === 2 && classes > 1 && areShares(labels, classes)) {
    return { kind: "probabilities", dim, classes };
  }
  return { kind: labels.every((label) => label === 0 || label === 1) ? "binary" : "values" };
}

export function withoutDim(shape: readonly number[], dim: number): number[] {
  return shape.filter((_, i) => i !== dim);
}

function areShares(labels: readonly number[], classes: number): boolean {
  for (let i = 0; i < labels.length; i += classes) {
    const row = labels.slice(i, i + classes);
    if (row.some((share) => share < 0) || Math.abs(row.reduce((a, b) => a + b, 0) - 1) > 1e-3) return false;
  }
  return labels.length > 0;
}
