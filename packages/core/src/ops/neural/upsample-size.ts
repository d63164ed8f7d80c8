import { ArgumentError } from "../../errors";
import { checkInteger, type Shape } from "../../shape";

/** The sizes to reach: directly, or as factors of the input's. */
export interface UpsampleOptions {
  /** One size per dimension, or one for all. */
  size?: number | readonly number[];
  /** One factor per dimension, or one for all; used when `size` is absent. */
  scaleFactor?: number | readonly number[];
}

/** How one dimension is resized: input elements per output element, as PyTorch computes it, and the new size. */
export interface Resizing {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

export function resizings(op: string, spatial: Shape, { size, scaleFactor }: UpsampleOptions): Resizing[] {
  if ((size === undefined) === (scaleFactor === undefined)) {
    throw new ArgumentError(`${op}: expected either size or scaleFactor`);
  }
  const given = [size ?? scaleFactor!].flat();
  if (given.length !== 1 && given.length !== spatial.length) {
    throw new ArgumentError(`${op}: expected one number or ${spatial.length}, one per dimension, got [${given}]`);
  }
  return spatial.map((from, i) => {
    const value = given.length === 1 ? given[0] : given[i];
    if (size !== undefined) {
      checkInteger(op, "size", value, 1);
      return { from, to: value, step: from / value };
    }
    const to = Math.floor(from * value);
    if (!(value > 0) || to < 1)
      throw new ArgumentError(`${op}: scaleFactor ${value} leaves nothing of ${from} elements`);
    return { from, to, step: 1 / value };
  });
}
