import { sizeOf, type View } from "@nn/core";
import { elements } from "./strided";

/** Where a normalisation's statistics lie in contiguous x, and its parameters in weight and bias. */
export interface NormLayout {
  /** Statistics: each begins `step` elements after the one before. */
  readonly count: number;
  readonly step: number;
  /** Each covers `pieces` runs of `length` elements, `stride` apart. */
  readonly pieces: number;
  readonly length: number;
  readonly stride: number;
  /** The parameter of the first element of a piece of a statistic. */
  readonly parameter: (statistic: number, piece: number) => number;
  /** How many parameters on that of the next element is. */
  readonly next: 0 | 1;
}

/**
 * (x, weight?, bias?) → (y, mean, variance) or, not `centered`, (y, mean square). The variance is that of the deviations
 * from the mean, in double precision: a mean far from 0 costs no digits.
 */
export function normalize(
  inputs: readonly View[],
  outputs: readonly View[],
  eps: number,
  centered: boolean,
  { count, step, pieces, length, stride, parameter, next }: NormLayout,
): void {
  const [from, weight, bias] = inputs.map(elements);
  const [to, ...statistics] = outputs.map(elements);
  for (let s = 0, start = 0; s < count; s++, start += step) {
    let mean = 0;
    if (centered) {
      for (let p = 0, i = start; p < pieces; p++, i += stride) {
        for (let j = i; j < i + length; j++) mean += from[j];
      }
      mean /= pieces * length;
    }
    let spread = 0;
    for (let p = 0, i = start; p < pieces; p++, i += stride) {
      for (let j = i; j < i + length; j++) {
        const deviation = from[j] - mean;
        spread += deviation * deviation;
      }
    }
    spread /= pieces * length;
    statistics[0][s] = mean;
    statistics[centered ? 1 : 0][s] = spread;
    const scale = 1 / Math.sqrt(spread + eps);
    for (let p = 0, i = start; p < pieces; p++, i += stride) {
      for (let j = i, w = parameter(s, p); j < i + length; j++, w += next) {
        let value = (from[j] - mean) * scale;
        if (weight) value *= weight[w];
        if (bias) value += bias[w];
        to[j] = value;
      }
    }
  }
}

/**
 * (g, x, mean, variance, weight?) or, not `centered`, (g, x, mean square, weight?) → gradients of x and, with a weight, of
 * weight and bias.
 */
export function normalizeGrad(
  inputs: readonly View[],
  outputs: readonly View[],
  eps: number,
  centered: boolean,
  { count, step, pieces, length, stride, parameter, next }: NormLayout,
): void {
  const [g, x, ...rest] = inputs.map(elements);
  const means = centered ? rest[0] : undefined;
  const [spreads, weight] = centered ? rest.slice(1) : rest;
  const [toX, toWeight, toBias] = outputs.map(elements);
  const parameters = weight ? sizeOf(outputs[1].shape) : 0;
  const ofWeight = new Float64Array(parameters);
  const ofBias = new Float64Array(parameters);
  for (let s = 0, start = 0; s < count; s++, start += step) {
    const mean = means ? means[s] : 0;
    const scale = 1 / Math.sqrt(spreads[s] + eps);
    // The parts of the gradient along 1 and along the normalised values, which have no influence.
    let total = 0;
    let along = 0;
    for (let p = 0, i = start; p < pieces; p++, i += stride) {
      for (let j = i, w = parameter(s, p); j < i + length; j++, w += next) {
        const normal = (x[j] - mean) * scale;
        let value = g[j];
        if (weight) {
          ofBias[w] += value;
          ofWeight[w] += value * normal;
          value *= weight[w];
        }
        total += value;
        along += value * normal;
      }
    }
    total = centered ? total / (pieces * length) : 0;
    along /= pieces * length;
    for (let p = 0, i = start; p < pieces; p++, i += stride) {
      for (let j = i, w = parameter(s, p); j < i + length; j++, w += next) {
        const value = weight ? g[j] * weight[w] : g[j];
        toX[j] = (value - total - (x[j] - mean) * scale * along) * scale;
      }
    }
  }
  toWeight?.set(ofWeight);
  toBias?.set(ofBias);
}

/** Statistics over the last `dims` dimensions, which weight and bias have too. */
export function lastDims({ shape }: View, dims: number): NormLayout {
  const length = sizeOf(shape.slice(shape.length - dims));
  return { count: sizeOf(shape) / length, step: length, pieces: 1, length, stride: 0, parameter: () => 0, next: 1 };
}
