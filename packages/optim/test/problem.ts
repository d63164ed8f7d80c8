import { matmul, square, sub, sum, tanh, tensor, type DType, type Tensor } from "@nn/core";
import type { Optimizer } from "../src";
import golden from "./golden/trajectories.json";

/** The small fit whose numbers PyTorch computed (tooling/reference/optim.py). */
export interface Problem {
  readonly params: Tensor[];
  loss(): Tensor;
}

export function makeProblem(dtype: DType = "float32"): Problem {
  const { x, y, weight, bias } = golden.problem;
  const input = tensor(x, { dtype });
  const target = tensor(y, { dtype });
  const params = [tensor(weight, { dtype, requiresGrad: true }), tensor(bias, { dtype, requiresGrad: true })];
  return { params, loss: () => sum(square(sub(tanh(matmul(input, params[0]).add(params[1])), target))) };
}

/** A fit whose parameters are a wide and a tall matrix. */
export function makeLayers(dtype: DType = "float32"): Problem {
  const { x, y, layers } = golden.problem;
  const input = tensor(x, { dtype });
  const target = tensor(y, { dtype });
  const params = layers.map((layer) => tensor(layer, { dtype, requiresGrad: true }));
  const output = (): Tensor => matmul(tanh(matmul(input, params[0])), params[1]);
  return { params, loss: () => sum(square(sub(output(), target))) };
}

/** One step of training. */
export function train({ loss }: Problem, optimizer: Pick<Optimizer, "step" | "zeroGrad">): void {
  loss().backward();
  optimizer.step();
  optimizer.zeroGrad();
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
