import { matmul, square, sub, sum, tanh, tensor, type DType, type Tensor } from "@nn/core";
import golden from "./golden/trajectories.json";

/** The small fit whose numbers PyTorch computed (tooling/reference/optim.py). */
export interface Problem {
  readonly params: [weight: Tensor, bias: Tensor];
  loss(): Tensor;
}

export function makeProblem(dtype: DType = "float32"): Problem {
  const { x, y, weight, bias } = golden.problem;
  const input = tensor(x, { dtype });
  const target = tensor(y, { dtype });
  const params: [Tensor, Tensor] = [
    tensor(weight, { dtype, requiresGrad: true }),
    tensor(bias, { dtype, requiresGrad: true }),
  ];
  return { params, loss: () => sum(square(sub(tanh(matmul(input, params[0]).add(params[1])), target))) };
}

/** The elements of several tensors in one list. */
export async function flat(tensors: readonly Tensor[]): Promise<number[]> {
  return (await Promise.all(tensors.map((t) => t.data()))).flatMap((data) => [...data]);
}

/** The largest difference of two lists, relative to values above 1. */
export function distance(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return Infinity;
  return Math.max(...a.map((value, i) => Math.abs(value - b[i]) / Math.max(1, Math.abs(b[i]))));
}
