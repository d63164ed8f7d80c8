import { ArgumentError, ShapeError } from "@nn/core";
import { checkHostArray, type HostArray } from "../datasets/host-array";
import type { PreparedTransform, Transform } from "./transform";

/** What a scaler learned, as plain data. */
export interface StandardScalerState {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

export interface FitOptions {
  /** The rows to learn from, such as the `indices` of the training part. Default: all. */
  readonly rows?: ArrayLike<number>;
}

type Floats = Float32Array | Float64Array;

/**
 * Brings every feature to mean 0 and deviation 1: (x − mean) / std, with the deviation of the population, and 1 for
 * features that never change. As the `transform` of a loader it scales the first field of every sample.
 */
export class StandardScaler implements Transform {
  private constructor(
    /** Per feature. */
    readonly mean: readonly number[],
    readonly std: readonly number[],
  ) {}

  /** Learns from an array of [rows, ...features]. */
  static fit(x: HostArray, options: FitOptions = {}): StandardScaler {
    checkHostArray("StandardScaler: x", x);
    const width = featuresOf(x);
    const { rows = Array.from({ length: x.shape[0] }, (_, row) => row) } = options;
    if (rows.length === 0) throw new ArgumentError("StandardScaler: there are no rows to learn from");
    const mean = new Array<number>(width).fill(0);
    const variance = new Array<number>(width).fill(0);
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i];
      if (!Number.isInteger(row) || row < 0 || row >= x.shape[0]) {
        throw new ArgumentError(`StandardScaler: rows[${i}] is ${row}, expected 0 to ${x.shape[0] - 1}`);
      }
      for (let k = 0; k < width; k++) {
        const value = x.data[row * width + k];
        if (!Number.isFinite(value)) {
          throw new ArgumentError(`StandardScaler: row ${row}, feature ${k} is ${value}, expected a finite number`);
        }
        mean[k] += value / rows.length;
      }
    }
    for (let i = 0; i < rows.length; i++) {
      for (let k = 0; k < width; k++) variance[k] += (x.data[rows[i] * width + k] - mean[k]) ** 2 / rows.length;
    }
    // What rounding of the mean leaves of a feature that never changes is no deviation.
    const std = variance.map((v, k) => (Math.sqrt(v) > 1e-12 * Math.abs(mean[k]) ? Math.sqrt(v) : 1));
    return new StandardScaler(mean, std);
  }

  /** A scaler from its state, as `JSON.parse` gives it. */
  static fromJSON(state: StandardScalerState): StandardScaler {
    const { mean, std } = state ?? {};
    for (const [name, list] of Object.entries({ mean, std })) {
      if (Array.isArray(list) && list.every((value) => Number.isFinite(value))) continue;
      throw new ArgumentError(`StandardScaler: ${name} of the state must be an array of finite numbers`);
    }
    if (mean.length !== std.length || mean.length === 0 || std.some((value) => value <= 0)) {
      throw new ArgumentError(
        `StandardScaler: the state has ${mean.length} means and ${std.length} deviations, expected as many of both, above 0`,
      );
    }
    return new StandardScaler([...mean], [...std]);
  }

  toJSON(): StandardScalerState {
    return { mean: this.mean, std: this.std };
  }

  /** A scaled copy of [rows, ...features]; float64 stays what it is, anything else becomes float32. */
  transform(x: HostArray): HostArray<Floats> {
    return this.map(x, (value, mean, std) => (value - mean) / std);
  }

  /** Undoes `transform`, as for predictions of a scaled target. */
  inverse(x: HostArray): HostArray<Floats> {
    return this.map(x, (value, mean, std) => value * std + mean);
  }

  /** Readies the scaler for the loader. */
  prepare(shape: readonly number[]): PreparedTransform {
    const { mean, std } = this;
    this.checkFeatures(
      shape.reduce((product, length) => product * length, 1),
      shape,
    );
    return {
      shape,
      apply(values) {
        for (let k = 0; k < values.length; k++) values[k] = (values[k] - mean[k]) / std[k];
        return values;
      },
    };
  }

  private map(x: HostArray, change: (value: number, mean: number, std: number) => number): HostArray<Floats> {
    checkHostArray("StandardScaler: x", x);
    const width = featuresOf(x);
    this.checkFeatures(width, x.shape.slice(1));
    const { mean, std } = this;
    const data = x.data instanceof Float64Array ? new Float64Array(x.data.length) : new Float32Array(x.data.length);
    for (let i = 0, k = 0; i < data.length; i++, k = k + 1 === width ? 0 : k + 1)
      data[i] = change(x.data[i], mean[k], std[k]);
    return { data, shape: x.shape };
  }

  private checkFeatures(features: number, shape: readonly number[]): void {
    if (features === this.mean.length) return;
    throw new ShapeError(
      `StandardScaler: it was fitted to ${this.mean.length} features, samples of shape [${shape}] have ${features}`,
    );
  }
}

/** Elements per row. */
function featuresOf(x: HostArray): number {
  if (x.shape.length === 0) throw new ShapeError("StandardScaler: x is a scalar, expected [rows, ...features]");
  return x.shape.slice(1).reduce((product, length) => product * length, 1);
}
