import { scope } from "../../runtime/scope";
import { checkInteger, normalizeDim } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { expand } from "./expand";
import { flatten } from "./flatten";
import { reshape } from "./reshape";
import { unsqueeze } from "./unsqueeze";

export interface RepeatInterleaveOptions {
  /** The dimension to repeat along; all elements in one row when absent. */
  dim?: number;
}

/** Each element along `dim` `repeats` times in a row: a, a, b, b. */
export function repeatInterleave(x: Tensor, repeats: number, { dim }: RepeatInterleaveOptions = {}): Tensor {
  checkInteger("repeatInterleave", "repeats", repeats, 0);
  return scope(() => {
    const source = dim === undefined || x.ndim === 0 ? flatten(x) : x;
    const axis = normalizeDim("repeatInterleave", dim ?? 0, source.ndim);
    const { shape } = source;
    const copies = expand(unsqueeze(source, axis + 1), [
      ...shape.slice(0, axis + 1),
      repeats,
      ...shape.slice(axis + 1),
    ]);
    return reshape(
      copies,
      shape.map((size, i) => (i === axis ? size * repeats : size)),
    );
  });
}
