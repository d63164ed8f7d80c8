import { ClassScore, ratio, type Average, type ClassCounts } from "./class-score";

/** The harmonic mean of precision and recall. 0 for a class without targets that was never predicted. */
export class F1Score<A extends Average = "macro"> extends ClassScore<A> {
  protected score({ right, predicted, actual }: ClassCounts): number {
    return ratio(2 * right, predicted + actual);
  }
}
