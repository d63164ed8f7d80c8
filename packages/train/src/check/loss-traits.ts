import {
  add, binaryCrossEntropyWithLogits, crossEntropy, expand, Generator, isFloat, mean, mul, randn, sigmoid, softmax, zerosLike,
  type Tensor,
} from "@nn/core"; // oxfmt-ignore
import type { Loss } from "../model";
import { measure } from "./measure";
import type { Task } from "./task";

/** How a loss behaves, found out by giving it outputs that are made up. */
export interface LossTraits {
  /** What it takes outputs for: logits, to which it applies softmax or sigmoid itself, or log-probabilities. */
  readonly takes?: "logits" | "log-probabilities";
  /** It applies softmax or sigmoid two times. */
  readonly isDoubled: boolean;
  /** The loss of outputs that know nothing: equal logits, or the mean of the targets. */
  readonly baseline?: number;
}

/** Relative: made-up outputs are evaluated in float32. */
const TOLERANCE = 1e-4;

/** The traits of `loss` for outputs like `output`; none when it does not take made-up ones. */
export async function lossTraits(
  loss: Loss<unknown>,
  output: Tensor | undefined,
  target: Tensor,
  task: Task,
): Promise<LossTraits> {
  if (!output || !isFloat(output.dtype)) return { isDoubled: false };
  const lossOf = lossFunction(loss, target);
  const { shape, dtype, backend } = output;
  const random = randn(shape, { dtype, backend, generator: new Generator(1) });
  try {
    switch (task.kind) {
      case "classes":
      case "probabilities":
        return await ofClasses(lossOf, random, target, task.dim);
      case "binary":
      case "values":
        return await ofValues(lossOf, random, target);
      case "other":
        return { isDoubled: false };
    }
  } finally {
    random.dispose();
  }
}

type LossOf = (output: () => Tensor) => Promise<number>;

/** NaN when the loss throws, or is no scalar. */
export function lossFunction(loss: Loss<unknown>, target: Tensor): LossOf {
  return async (output) => {
    try {
      const value = await measure(() => loss(output(), target));
      return value.length === 1 ? value[0] : Number.NaN;
    } catch {
      return Number.NaN;
    }
  };
}

/** Softmax does not see what is added to all logits; log-probabilities count one to one. */
async function ofClasses(lossOf: LossOf, random: Tensor, target: Tensor, dim: number): Promise<LossTraits> {
  const at = await lossOf(() => random);
  const shifted = await lossOf(() => add(random, 1));
  const shiftedTwice = await lossOf(() => add(random, 2));
  const mirrored = await lossOf(() => mul(random, -1));
  if (isNear(at, shifted) && isNear(at, shiftedTwice) && !isNear(at, mirrored)) {
    const twice = await referenceOf(() => crossEntropy(softmax(random, { dim }), target, { reduction: "sum" }));
    const baseline = await lossOf(() => zerosLike(random));
    return { takes: "logits", isDoubled: isMeanOrSum(at, twice, target.size, random), baseline };
  }
  const [first, second] = [at - shifted, shifted - shiftedTwice];
  const isLinear = first > TOLERANCE * Math.abs(at) && isNear(first, second, Math.abs(at));
  return isLinear ? { takes: "log-probabilities", isDoubled: false } : { isDoubled: false };
}

async function ofValues(lossOf: LossOf, random: Tensor, target: Tensor): Promise<LossTraits> {
  const at = await lossOf(() => random);
  const once = await referenceOf(() => binaryCrossEntropyWithLogits(random, target, { reduction: "sum" }));
  const twice = await referenceOf(() => binaryCrossEntropyWithLogits(sigmoid(random), target, { reduction: "sum" }));
  const isDoubled = isMeanOrSum(at, twice, target.size, random);
  if (isDoubled || isMeanOrSum(at, once, target.size, random)) {
    return { takes: "logits", isDoubled, baseline: await lossOf(() => zerosLike(random)) };
  }
  if (!isFloat(target.dtype) || target.ndim === 0) return { isDoubled: false };
  const baseline = await lossOf(() => expand(mean(target, { dim: 0, keepdim: true }), target.shape));
  return { isDoubled: false, baseline };
}

/** A loss of this library; NaN when it does not take these targets. */
async function referenceOf(fn: () => Tensor): Promise<number> {
  return measure(fn).then(
    ([value]) => value,
    () => Number.NaN,
  );
}

function isMeanOrSum(value: number, sum: number, count: number, { shape }: Tensor): boolean {
  return isNear(value, sum) || isNear(value, sum / count) || isNear(value, sum / shape[0]);
}

function isNear(a: number, b: number, scale = Math.max(Math.abs(a), Math.abs(b))): boolean {
  return Math.abs(a - b) <= TOLERANCE * scale;
}
