import { sizeOf, type View } from "@nn/core";
import { sumRows } from "./kernels/reduce";
import { addressOf, type Machine } from "./machine/machine";

/** Where a normalisation's statistics lie in contiguous x, and its parameters in weight and bias. */
export interface NormLayout {
  /** Statistics: each begins `step` elements after the one before. */
  readonly count: number;
  readonly step: number;
  /** Each covers `pieces` runs of `length` elements, `stride` apart. */
  readonly pieces: number;
  readonly length: number;
  readonly stride: number;
  /** Piece p of statistic s has the parameter (s mod period) · perPeriod + p · perPiece; 0 `perPeriod`: each element has one. */
  readonly period: number;
  readonly perPeriod: number;
  readonly perPiece: number;
}

/** Elements of a part that threads share. */
const GRAIN = 2 ** 16;

/** Rows whose gradients of parameters are added at once: see assembly/norm/normalize-each-grad.ts. */
const ROWS = 32;

const addressOrNone = (view: View | undefined): number => (view ? addressOf(view) : 0);

/** (x, weight?, bias?) → (y, mean, variance) or, not `centered`, (y, mean square). */
export function normalize(
  machine: Machine,
  inputs: readonly View[],
  outputs: readonly View[],
  eps: number,
  centered: boolean,
  layout: NormLayout,
): void {
  const [x, weight, bias] = inputs;
  const spread = outputs[centered ? 2 : 1];
  const places = [addressOf(outputs[0]), addressOf(outputs[1]), addressOf(spread), addressOf(x)] as const;
  const parameters = [addressOrNone(weight), addressOrNone(bias)] as const;
  const { count, step, pieces, length, stride, period, perPeriod, perPiece } = layout;
  if (isColumns(layout)) {
    const grain = Math.ceil(GRAIN / (4 * pieces));
    machine.parallel("normalizeColumns", Math.ceil(count / 4), grain, ...places, ...parameters, eps, pieces, count);
    return;
  }
  machine.parallel(
    "normalize", count, Math.ceil(GRAIN / (pieces * length)),
    ...places, ...parameters, Number(centered), eps, step * 4, pieces, length, stride * 4, period, perPeriod, perPiece,
  ); // oxfmt-ignore
}

/**
 * (g, x, mean, variance, weight?) or, not `centered`, (g, x, mean square, weight?) → gradients of x and, with a weight, of
 * weight and bias.
 */
export function normalizeGrad(
  machine: Machine,
  inputs: readonly View[],
  outputs: readonly View[],
  eps: number,
  centered: boolean,
  layout: NormLayout,
): void {
  const [g, x, mean] = inputs;
  const spread = inputs[centered ? 3 : 2];
  const weight = inputs.at(centered ? 4 : 3);
  const [toX, toWeight, toBias] = outputs;
  const places = [addressOf(g), addressOf(x), addressOf(mean), addressOf(spread), addressOrNone(weight)] as const;
  const { count, step, pieces, length, stride, period, perPeriod, perPiece } = layout;
  if (isColumns(layout)) {
    machine.parallel(
      "normalizeColumnsGrad", Math.ceil(count / 4), Math.ceil(GRAIN / (4 * pieces)),
      addressOf(toX), addressOrNone(toWeight), addressOrNone(toBias), ...places, eps, pieces, count,
    ); // oxfmt-ignore
    return;
  }
  const isEach = weight !== undefined && perPeriod === 0;
  const parameters = weight ? sizeOf(weight.shape) : 0;
  const rows = isEach ? Math.ceil(count / ROWS) : parameters > 0 ? (count * pieces) / parameters : 0;
  const width = isEach ? Math.ceil(length / 4) * 16 : parameters * 4;
  // Rows that add up to the gradients of weight and bias.
  machine.borrow(2 * rows * width, (ofWeight) => {
    const ofBias = ofWeight + rows * width;
    if (isEach) {
      machine.parallel(
        "normalizeEachGrad", rows, Math.ceil(GRAIN / (length * ROWS)),
        addressOf(toX), ofWeight, ofBias, ...places, Number(centered), eps, count, length, width,
      ); // oxfmt-ignore
    } else {
      const [tableStep, tablePiece] = perPiece === 0 ? [1, count] : [pieces, 1];
      machine.parallel(
        "normalizeGrad", count, Math.ceil(GRAIN / (pieces * length)),
        addressOf(toX), ofWeight, ofBias, ...places, Number(centered), eps, step * 4, pieces, length, stride * 4,
        period, perPeriod, perPiece, tableStep, tablePiece,
      ); // oxfmt-ignore
    }
    if (toWeight) sumRows(machine, ofWeight, rows, width, toWeight, parameters);
    if (toBias) sumRows(machine, ofBias, rows, width, toBias, parameters);
  });
}

/** Sums of single elements of each row: neighbouring statistics lie in neighbouring columns. */
function isColumns({ length, perPiece, perPeriod }: NormLayout): boolean {
  return length === 1 && perPeriod === 1 && perPiece === 0;
}

/** Statistics over the last `dims` dimensions, which weight and bias have too. */
export function lastDims({ shape }: View, dims: number): NormLayout {
  const length = sizeOf(shape.slice(shape.length - dims));
  const count = sizeOf(shape) / length;
  return { count, step: length, pieces: 1, length, stride: 0, period: 1, perPeriod: 0, perPiece: 0 };
}

/** Statistics over each channel of all images. */
export function channelsOf({ shape }: View): NormLayout {
  const [images, channels] = shape;
  const length = sizeOf(shape) / (images * channels);
  const stride = channels * length;
  return { count: channels, step: length, pieces: images, length, stride, period: channels, perPeriod: 1, perPiece: 0 };
}

/** Statistics over the channels of each group and their planes. */
export function groupsOf({ shape }: View, groups: number): NormLayout {
  const [images, channels] = shape;
  const length = sizeOf(shape) / (images * channels);
  const pieces = channels / groups;
  const count = images * groups;
  return {
    count,
    step: pieces * length,
    pieces,
    length,
    stride: length,
    period: groups,
    perPeriod: pieces,
    perPiece: 1,
  };
}
