import { ArgumentError, ShapeError } from "@nn/core";
import type { RandomStream } from "../random";

/** A way to change one field of every sample, such as the image. Its elements are float32. */
export interface Transform {
  /** Readies the transform for fields of `shape`; throws for those that it cannot take. */
  prepare(shape: readonly number[]): PreparedTransform;
}

export interface PreparedTransform {
  /** The shape of what comes out. */
  readonly shape: readonly number[];
  /**
   * Transforms the elements of one field, which may be overwritten. Gives them, or an array that belongs to the
   * transform and is good until its next call. Chance comes from `random` alone.
   */
  apply(values: Float32Array, random: RandomStream): Float32Array;
}

/** The sizes of an image. */
export interface ImageSize {
  readonly channels: number;
  readonly rows: number;
  readonly columns: number;
}

/** [channels, rows, columns] or [rows, columns]; anything else is a `ShapeError`. */
export function imageSize(name: string, shape: readonly number[]): ImageSize {
  if (shape.length === 2) return { channels: 1, rows: shape[0], columns: shape[1] };
  if (shape.length === 3) return { channels: shape[0], rows: shape[1], columns: shape[2] };
  throw new ShapeError(
    `${name}: expected images of shape [channels, rows, columns] or [rows, columns], got [${shape}]; give the images ` +
      "of the dataset that shape",
  );
}

export function checkProbability(name: string, p: number): void {
  if (p >= 0 && p <= 1) return;
  throw new ArgumentError(`${name}: p must be from 0 to 1, got ${p}`);
}

export function checkFinite(name: string, option: string, value: number): void {
  if (typeof value === "number" && Number.isFinite(value)) return;
  throw new ArgumentError(`${name}: ${option} must be a finite number, got ${String(value)}`);
}

/** `[low, high]` of finite numbers, the first not above the second. */
export function checkRange(name: string, option: string, range: readonly [number, number]): void {
  if (range.length === 2 && range.every((end) => Number.isFinite(end)) && range[0] <= range[1]) return;
  throw new ArgumentError(`${name}: ${option} must be two finite numbers in ascending order, got [${range}]`);
}
