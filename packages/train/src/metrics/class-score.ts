import { TrainError } from "../error";
import { ConfusionCounts, type ConfusionOptions } from "./confusion-counts";

const AVERAGES = ["binary", "macro", "micro", "weighted", "none"] as const;

/**
 * What becomes of the classes' scores. `binary`: class 1's, of two classes. `macro`: their mean, without classes that are
 * neither among the targets nor predicted. `weighted`: their mean, weighted with how many targets each class has. `micro`:
 * one score of all classes' counts. `none`: all of them.
 */
export type Average = (typeof AVERAGES)[number];

export interface ClassScoreOptions<A extends Average> extends ConfusionOptions {
  /** Default `binary` with a threshold, else `macro`. */
  average?: A;
}

type Score<A extends Average> = A extends "none" ? number[] : number;

/** The counts of one class, or of several together. */
export interface ClassCounts {
  /** Targets of the class that were predicted to be it. */
  readonly right: number;
  readonly predicted: number;
  readonly actual: number;
}

/**
 * The base of scores per class. As in torchmetrics and scikit-learn, a score with nothing to divide by is 0. Without any
 * target that counts, or with a NaN output, it is NaN.
 */
export abstract class ClassScore<A extends Average> extends ConfusionCounts<Score<A>> {
  readonly #average: Average;

  constructor(options: ClassScoreOptions<A>) {
    super(options);
    const average: Average = options.average ?? (options.threshold === undefined ? "macro" : "binary");
    const { name } = this.constructor;
    if (!AVERAGES.includes(average)) {
      throw new TrainError(`${name}: unknown average "${average}", expected one of ${AVERAGES.join(", ")}`);
    }
    if (average === "binary" && this.classes !== 2) {
      throw new TrainError(`${name}: average "binary" is for 2 classes, numClasses is ${this.classes}`);
    }
    this.#average = average;
  }

  protected abstract score(counts: ClassCounts): number;

  protected fromMatrix(matrix: number[][]): Score<A> {
    const counts = matrix.map((row, i) => ({
      right: row[i],
      predicted: total(matrix.map((other) => other[i])),
      actual: total(row),
    }));
    return this.#averaged(counts) as Score<A>;
  }

  #averaged(counts: readonly ClassCounts[]): number | number[] {
    const all = { right: 0, predicted: 0, actual: 0 };
    for (const { right, predicted, actual } of counts) {
      all.right += right;
      all.predicted += predicted;
      all.actual += actual;
    }
    const scores = counts.map((one) => (all.actual === 0 ? Number.NaN : this.score(one)));
    switch (this.#average) {
      case "none":
        return scores;
      case "binary":
        return scores[1];
      case "micro":
        return all.actual === 0 ? Number.NaN : this.score(all);
      case "weighted":
        return total(scores.map((score, i) => score * counts[i].actual)) / all.actual;
      case "macro": {
        const present = scores.filter((_, i) => counts[i].predicted + counts[i].actual !== 0);
        return total(present) / present.length;
      }
    }
  }
}

/** a / b, and 0 where there is nothing to divide by. */
export function ratio(a: number, b: number): number {
  return b === 0 ? 0 : a / b;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
