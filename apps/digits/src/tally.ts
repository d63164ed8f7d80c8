import { formatDuration, formatPercent } from "./format";

/** The figures behind a run's progress. A run goes through phases, such as epochs. */
export class Tally {
  /** Images of the phase so far. */
  images = 0;
  private hits = 0;
  private lossSum: number | undefined;
  private imagesBefore = 0;
  private phaseStart = 0;
  private readonly runStart = performance.now();

  /** `total` counts the images of all phases. */
  constructor(private readonly total: number) {}

  startPhase(): void {
    this.imagesBefore += this.images;
    this.images = 0;
    this.hits = 0;
    this.lossSum = undefined;
    this.phaseStart = performance.now();
  }

  add(images: number, hits: number, loss?: number): void {
    this.images += images;
    this.hits += hits;
    if (loss !== undefined) this.lossSum = (this.lossSum ?? 0) + loss * images;
  }

  /** The part of the run that is done, from 0 to 1. */
  get done(): number {
    return (this.imagesBefore + this.images) / this.total;
  }

  /** Means over the phase so far and its speed; then the time left for the run or, at its end, the phase's own. */
  describe(ended: boolean): string {
    if (this.images === 0) return "";
    const now = performance.now();
    const seconds = (now - this.phaseStart) / 1000;
    const left = ((now - this.runStart) / 1000) * (1 / this.done - 1);
    const parts = [
      `accuracy ${formatPercent(this.hits / this.images, 1).padStart(6)}`,
      `${(this.images / seconds).toFixed(0)} images/s`,
      ended ? `took ${formatDuration(seconds)}` : `${formatDuration(left)} left`,
    ];
    if (this.lossSum !== undefined) parts.unshift(`loss ${(this.lossSum / this.images).toFixed(4)}`);
    return parts.join("  ");
  }
}
