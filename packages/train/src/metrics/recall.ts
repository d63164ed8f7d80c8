import { ClassScore, ratio, type Average, type ClassCounts } from "./class-score";

/** Of what is a class, the share that was predicted to be it. 0 for a class without targets. */
export class Recall<A extends Average = "macro"> extends ClassScore<A> {
  protected score({ right, actual }: ClassCounts): number {
    return ratio(right, actual);
  }
}
