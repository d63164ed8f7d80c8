import {
  any,
  argmax,
  cast,
  eq,
  ge,
  gt,
  isFloat,
  isNaN,
  logicalAnd,
  logicalNot,
  lt,
  ne,
  ones,
  type Tensor,
} from "@nn/core";
import { TrainError } from "../error";
import { checkSameShape, checkTensors } from "./check-pair";
import type { ClassOptions } from "./class-options";

/** A batch's targets, and what is to be made of each; the masks are bool, have the target's shape and exclude each other. */
interface Classified {
  readonly classes: number;
  /** The dimension of the classes; undefined with a threshold. */
  readonly dim: number | undefined;
  /** int32. */
  readonly target: Tensor;
  /** Targets that count. */
  readonly counts: Tensor;
  /** Targets that name no class. */
  readonly isUnknown: Tensor;
  /** Samples whose output has a NaN. */
  readonly isBroken: Tensor;
}

/** Reads a batch's targets as classes, after checking shapes and dtypes. What they hold is not read. */
export function classify(name: string, output: Tensor, target: Tensor, options: ClassOptions): Classified {
  const dim = classDim(name, output, target, options);
  const classes = dim === undefined ? 2 : output.shape[dim];
  const index = cast(target, "int32");
  // Binary losses take floating targets: 0 and 1 are classes, 0.3 is none.
  const isKnown = logicalAnd(logicalAnd(ge(index, 0), lt(index, classes)), eq(index, target));
  const isAsked = isCounted(target, options.ignoreIndex);
  const hasNaN = dim === undefined ? isNaN(output) : any(isNaN(output), { dim });
  const isValid = logicalAnd(isAsked, isKnown);
  return {
    classes,
    dim,
    target: index,
    counts: logicalAnd(isValid, logicalNot(hasNaN)),
    isUnknown: logicalAnd(isAsked, logicalNot(isKnown)),
    isBroken: logicalAnd(isValid, hasNaN),
  };
}

function isCounted(target: Tensor, ignoreIndex: number | undefined): Tensor {
  if (ignoreIndex !== undefined) return ne(target, ignoreIndex);
  return ones(target.shape, { dtype: "bool", backend: target.backend });
}

/** The class that each output is for, int32 in the target's shape. */
export function predictedClass(output: Tensor, dim: number | undefined, { threshold = 0 }: ClassOptions): Tensor {
  return dim === undefined ? cast(gt(output, threshold), "int32") : argmax(output, { dim });
}

/** The error for targets that name no class, which shows only when sums are read. */
export function unknownClassError(name: string, unknown: number, classes: number): TrainError {
  return new TrainError(
    `${name}: ${unknown} of the targets are no class from 0 to ${classes - 1}; check the labels, or name the one that ` +
      "stands for none in ignoreIndex",
  );
}

function classDim(name: string, output: Tensor, target: Tensor, { threshold }: ClassOptions): number | undefined {
  if (threshold !== undefined) {
    checkSameShape(name, output, target);
    return undefined;
  }
  checkClassShapes(name, output, target);
  return output.ndim === 1 ? 0 : 1;
}

/** Throws unless the output is [batch, classes, ...] or [classes], and the target has integers in that shape without the classes. */
export function checkClassShapes(name: string, output: Tensor, target: Tensor): void {
  checkTensors(name, output, target);
  const dim = output.ndim === 1 ? 0 : 1;
  const found = `the output is [${output.shape}], the target ${target.dtype} [${target.shape}]`;
  if (output.ndim > 0 && `${output.shape.filter((_, i) => i !== dim)}` === `${target.shape}`) {
    if (output.shape[dim] < 2) throw new TrainError(`${name}: ${found}: one class has nothing to be told from`);
    if (!isFloat(target.dtype) && target.dtype !== "bool") return;
    throw new TrainError(`${name}: ${found}; classes must be integers, make them so with target.to("int32")`);
  }
  throw new TrainError(
    `${name}: ${found}; expected an output [batch, classes, ...] and a target [batch, ...] of classes`,
  );
}
