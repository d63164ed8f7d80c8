import { add, keep, noGrad, scope, type Tensor } from "@nn/core";
import { TrainError } from "../error";

/** What a metric has summed up so far. */
export interface MetricState {
  /** Absent before the first batch. */
  sums?: Tensor;
  count: number;
}

/**
 * The base of metrics that add up sums over batches where the tensors are, and read them once, in `compute`. A subclass
 * says what one batch adds and what the sums mean.
 */
export abstract class Metric<Value = number, Output = Tensor> {
  #sums: Tensor | undefined;
  #count = 0;

  /** What a batch adds: a tensor whose shape and dtype are the same for all batches. */
  protected abstract measure(output: Output, target: Tensor): Tensor;

  /** The metric from the sums over all batches, in row-major order, and the number of all targets' elements. */
  protected abstract finish(sums: readonly number[], count: number): Value;

  /** Takes in a batch; reads nothing back. */
  update(output: Output, target: Tensor): void {
    noGrad(() =>
      scope(() => {
        const measured = this.measure(output, target);
        const sums = keep(this.#sums ? add(this.#sums, measured) : measured.clone());
        this.#sums?.dispose();
        this.#sums = sums;
      }),
    );
    this.#count += target.size;
  }

  /** The metric over all batches since `reset`. */
  async compute(): Promise<Value> {
    if (!this.#sums) throw new TrainError(`${this.constructor.name}: no batch to compute from, call update first`);
    return this.finish([...(await this.#sums.data())], this.#count);
  }

  reset(): void {
    this.#sums?.dispose();
    this.#sums = undefined;
    this.#count = 0;
  }

  stateDict(): MetricState {
    return { sums: this.#sums?.detach(), count: this.#count };
  }

  /** Goes on where `stateDict()` was taken. */
  loadStateDict({ sums, count }: MetricState): void {
    this.reset();
    this.#sums = sums && keep(sums.detach());
    this.#count = count;
  }
}
