import { add, mul, ones, reshape, scatterAdd, where, zeros, type Tensor } from "@nn/core";
import { TrainError } from "../error";
import { checkClassOptions, type ClassOptions } from "./class-options";
import { classify, predictedClass, unknownClassError } from "./classify";
import { Metric } from "./metric";

export interface ConfusionOptions extends ClassOptions {
  /** How many classes there are. Not needed with a threshold, which has two. */
  numClasses?: number;
}

/**
 * The base of metrics that follow from how often which class was taken for which. Each batch adds to counts per pair
 * (target, prediction) in row-major order; behind them come those of unknown targets, NaN outputs and ignored targets.
 */
export abstract class ConfusionCounts<Value> extends Metric<Value> {
  protected readonly classes: number;
  readonly #options: ConfusionOptions;

  constructor(options: ConfusionOptions) {
    super();
    const { name } = this.constructor;
    checkClassOptions(name, options);
    const { threshold, numClasses = threshold === undefined ? undefined : 2 } = options;
    if (numClasses === undefined || !Number.isInteger(numClasses) || numClasses < 2) {
      throw new TrainError(`${name}: numClasses must be an integer of at least 2, got ${numClasses}`);
    }
    if (threshold !== undefined && numClasses !== 2) {
      throw new TrainError(`${name}: a threshold tells 2 classes apart, numClasses is ${numClasses}`);
    }
    this.classes = numClasses;
    this.#options = options;
  }

  /** The metric from the counts: a row per class of the target, a column per predicted class. */
  protected abstract fromMatrix(matrix: number[][]): Value;

  protected measure(output: Tensor, target: Tensor): Tensor {
    const { classes } = this;
    const { name } = this.constructor;
    const batch = classify(name, output, target, this.#options);
    if (batch.classes !== classes) {
      throw new TrainError(
        `${name}: the output [${output.shape}] has ${batch.classes} classes, numClasses is ${classes}`,
      );
    }
    const pair = add(mul(batch.target, classes), predictedClass(output, batch.dim, this.#options));
    const unknown = classes ** 2;
    const counted = where(batch.counts, pair, unknown + 2);
    const cell = where(batch.isBroken, unknown + 1, where(batch.isUnknown, unknown, counted));
    const { backend } = output;
    const each = ones([cell.size], { dtype: "int32", backend });
    return scatterAdd(zeros([unknown + 3], { dtype: "int32", backend }), reshape(cell, [cell.size]), each, { dim: 0 });
  }

  protected finish(sums: readonly number[]): Value {
    const { classes } = this;
    const [unknown, broken] = sums.slice(classes ** 2);
    if (unknown > 0) throw unknownClassError(this.constructor.name, unknown, classes);
    const row = (i: number): number[] => sums.slice(i * classes, (i + 1) * classes);
    const rows = Array.from({ length: classes }, (_, i) => row(i));
    return this.fromMatrix(broken > 0 ? rows.map((counts) => counts.map(() => Number.NaN)) : rows);
  }
}
