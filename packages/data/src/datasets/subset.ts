import { ArgumentError } from "@nn/core";
import type { Dataset } from "./dataset";

/** The samples of a dataset that `indices` name, in that order. */
export class Subset<S> implements Dataset<S> {
  readonly length: number;
  readonly indices: Uint32Array;

  constructor(
    readonly dataset: Dataset<S> | readonly S[],
    indices: ArrayLike<number>,
  ) {
    for (let i = 0; i < indices.length; i++) {
      if (Number.isInteger(indices[i]) && indices[i] >= 0 && indices[i] < dataset.length) continue;
      throw new ArgumentError(`Subset: index ${i} is ${indices[i]}, expected 0 to ${dataset.length - 1}`);
    }
    this.indices = Uint32Array.from(indices);
    this.length = indices.length;
  }

  get(index: number): S | Promise<S> {
    if (!Number.isInteger(index) || index < 0 || index >= this.length) {
      throw new ArgumentError(`Subset: there is no sample ${index}, only 0 to ${this.length - 1}`);
    }
    const { dataset } = this;
    return "get" in dataset ? dataset.get(this.indices[index]) : dataset[this.indices[index]];
  }
}
