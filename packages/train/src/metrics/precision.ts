import { ClassScore, ratio, type Average, type ClassCounts } from "./class-score";

/** Of what was predicted to be a class, the share that is it. 0 for a class that was never predicted. */
export class Precision<A extends Average = "macro"> extends ClassScore<A> {
  protected score({ right, predicted }: ClassCounts): number {
    return ratio(right, predicted);
  }
}
