import { addressOf, type Machine } from "./machine/machine";
import { linesOf } from "./lines";
import type { View } from "@nn/core";

/** Elements of a part that threads share. */
const GRAIN = 2 ** 15;

/** Lines that are worked on together: a page of neighbours fits in the cache. */
const TILE = 128;

/** Runs softmax, or its logarithm, over the lines of x along `dim`. */
export function softmaxLines(machine: Machine, isLog: boolean, x: View, y: View, dim: number): void {
  const { outer, length, inner } = linesOf(x.shape, dim);
  const tile = Math.min(TILE, inner);
  machine.parallel(
    "softmax", outer * Math.ceil(inner / tile), Math.ceil(GRAIN / (length * tile)),
    isLog ? 1 : 0, addressOf(y), addressOf(x), length, inner, tile,
  ); // oxfmt-ignore
}

/** The gradient for the cotangent g of the output y. */
export function softmaxGradLines(
  machine: Machine,
  isLog: boolean,
  [g, y]: readonly View[],
  grad: View,
  dim: number,
): void {
  const { outer, length, inner } = linesOf(y.shape, dim);
  const tile = Math.min(TILE, inner);
  machine.parallel(
    "softmaxGrad", outer * Math.ceil(inner / tile), Math.ceil(GRAIN / (length * tile)),
    isLog ? 1 : 0, addressOf(grad), addressOf(g), addressOf(y), length, inner, tile,
  ); // oxfmt-ignore
}
