import { ArgumentError, ShapeError, type Tensor } from "@nn/core";
import type { Dataset } from "./dataset";
import { checkHostArray, type HostArray, isTensor, toHost } from "./host-array";

type Source = Tensor | HostArray;

/** One array per source. */
type Rows<S extends readonly [Source, ...Source[]]> = { readonly [K in keyof S]: HostArray };

/**
 * Samples that lie side by side along the first dimension of several arrays, such as images and labels. Host arrays
 * are used where they are; tensors are read once, when the first batch is cut.
 */
export class TensorDataset<S extends readonly [Source, ...Source[]]> implements Dataset<Rows<S>> {
  /** Number of samples. */
  readonly length: number;
  /** @internal */
  readonly sources: S;
  private arrays: Promise<HostArray[]> | undefined;

  constructor(...sources: S) {
    if (sources.length === 0) throw new ArgumentError("TensorDataset: expected at least one tensor or host array");
    for (const [i, source] of sources.entries()) {
      if (!isTensor(source)) checkHostArray(`TensorDataset: source ${i}`, source);
    }
    const shapes = sources.map((source) => source.shape);
    for (const [i, shape] of shapes.entries()) {
      if (shape.length === 0)
        throw new ShapeError(`TensorDataset: source ${i} is a scalar, expected a dimension of samples`);
      if (shape[0] !== shapes[0][0]) {
        throw new ShapeError(`TensorDataset: source 0 has ${shapes[0][0]} samples, source ${i} has ${shape[0]}`);
      }
    }
    this.sources = sources;
    this.length = shapes[0][0];
  }

  /** Row `index` of every source: views of host arrays. */
  async get(index: number): Promise<Rows<S>> {
    if (!Number.isInteger(index) || index < 0 || index >= this.length) {
      throw new ArgumentError(`TensorDataset: there is no sample ${index}, only 0 to ${this.length - 1}`);
    }
    const rows = (await this.host()).map(({ data, shape, dtype }): HostArray => {
      const size = data.length / shape[0];
      return { data: data.subarray(index * size, (index + 1) * size), shape: shape.slice(1), dtype };
    });
    return rows as unknown as Rows<S>;
  }

  /** @internal The samples in host memory. */
  host(): Promise<HostArray[]> {
    return (this.arrays ??= Promise.all(this.sources.map(toHost)));
  }
}
