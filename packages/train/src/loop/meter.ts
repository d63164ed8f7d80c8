import type { Tensor } from "@nn/core";
import type { MetricState } from "../metrics/metric";
import type { Figures, Metrics } from "./figures";
import { LossMean } from "./loss-mean";

/** Where a meter stands in the middle of an epoch. */
export interface MeterState {
  readonly loss: MetricState;
  readonly metrics: Readonly<Record<string, MetricState>>;
}

/** Adds up the loss and the metrics of a pass over the data. */
export class Meter<Output, M extends Metrics<Output>> {
  readonly #loss = new LossMean();

  constructor(private readonly metrics: M) {
    this.reset();
  }

  add(output: Output, target: Tensor, loss: Tensor): void {
    this.#loss.update(loss, target);
    for (const metric of Object.values(this.metrics)) metric.update(output, target);
  }

  /** The mean loss so far. Reading it waits until the device has done what is queued, and gives other tasks a turn. */
  meanLoss(): Promise<number> {
    return this.#loss.compute();
  }

  async figures(): Promise<Figures<M>> {
    const [loss, ...values] = await Promise.all([
      this.#loss.compute(),
      ...Object.values(this.metrics).map((metric) => metric.compute()),
    ]);
    return Object.fromEntries([
      ["loss", loss],
      ...Object.keys(this.metrics).map((name, i) => [name, values[i]]),
    ]) as Figures<M>;
  }

  reset(): void {
    this.#loss.reset();
    for (const metric of Object.values(this.metrics)) metric.reset();
  }

  stateDict(): MeterState {
    const metrics = Object.entries(this.metrics).map(([name, metric]) => [name, metric.stateDict()] as const);
    return { loss: this.#loss.stateDict(), metrics: Object.fromEntries(metrics) };
  }

  loadStateDict({ loss, metrics }: MeterState): void {
    this.#loss.loadStateDict(loss);
    for (const [name, metric] of Object.entries(this.metrics)) metric.loadStateDict(metrics[name]);
  }
}
