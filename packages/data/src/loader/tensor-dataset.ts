import { type DType, ShapeError, type Tensor, type TypedArray } from "@nn/core";

/** Elements in host memory, in row-major order. Batches take on `dtype`, by default that of `data`. */
export interface HostArray {
  readonly data: TypedArray;
  readonly shape: readonly number[];
  readonly dtype?: DType;
}

type Source = Tensor | HostArray;

/** One tensor per source. */
export type Batch<S extends readonly Source[]> = { -readonly [K in keyof S]: Tensor };

/**
 * Samples that lie side by side along the first dimension of several arrays, such as images and labels. Host arrays
 * are used where they are; tensors are read once, when the first batch is cut.
 */
export class TensorDataset<S extends readonly [Source, ...Source[]]> {
  /** Number of samples. */
  readonly length: number;
  private readonly sources: S;
  private arrays: Promise<HostArray[]> | undefined;

  constructor(...sources: S) {
    const shapes = sources.map((source) => source.shape);
    for (const [i, shape] of shapes.entries()) {
      if (shape.length === 0)
        throw new ShapeError(`TensorDataset: source ${i} is a scalar, expected a dimension of samples`);
      if (shape[0] !== shapes[0][0]) {
        throw new ShapeError(`TensorDataset: source 0 has ${shapes[0][0]} samples, source ${i} has ${shape[0]}`);
      }
    }
    for (const [i, source] of sources.entries()) checkLength(i, source);
    this.sources = sources;
    this.length = shapes[0][0];
  }

  /** @internal The samples in host memory. */
  host(): Promise<HostArray[]> {
    return (this.arrays ??= Promise.all(this.sources.map(toHost)));
  }
}

function checkLength(index: number, source: Source): void {
  if (isTensor(source)) return;
  const size = source.shape.reduce((product, length) => product * length, 1);
  if (source.data.length !== size) {
    throw new ShapeError(
      `TensorDataset: source ${index} holds ${source.data.length} elements, expected ${size} for shape [${source.shape}]`,
    );
  }
}

async function toHost(source: Source): Promise<HostArray> {
  return isTensor(source) ? { data: await source.data(), shape: source.shape, dtype: source.dtype } : source;
}

function isTensor(source: Source): source is Tensor {
  return typeof source.data === "function";
}
