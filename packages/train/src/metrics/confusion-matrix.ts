import { ConfusionCounts } from "./confusion-counts";

/**
 * How often a sample of one class was taken for another: a row per class of the target, a column per predicted class.
 * NaN everywhere when an output is NaN.
 */
export class ConfusionMatrix extends ConfusionCounts<number[][]> {
  protected fromMatrix(matrix: number[][]): number[][] {
    return matrix;
  }
}
