import { sizeOf, type View } from "@nn/core";
import { type Walk, walk } from "../wgsl/strided";

/** One side of a matrix product. */
export interface Side {
  readonly view: View;
  /** Elements between neighbours: along the rows of a, or the columns of b. */
  readonly line: number;
  /** Elements between neighbours along k. */
  readonly k: number;
}

/** A product a · b of two matrices [m, k] and [k, n] for each place of `batch`. */
export interface MatmulSizes {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly batches: number;
  readonly batch: Walk;
  readonly a: Side;
  readonly b: Side;
}

/** The product of `a` [...batch, m, k] and `b` [...batch, k, n]; one b for a batch makes it more rows of a. */
export function matmulSizes(a: View, b: View): MatmulSizes {
  const last = a.shape.length - 1;
  const n = b.shape[last];
  const k = a.shape[last];
  const right: Side = { view: b, line: n === 1 ? 0 : b.strides[last], k: b.strides[last - 1] };
  const outer = a.shape.slice(0, -2);
  const batch = walk(outer, [a.strides.slice(0, -2), b.strides.slice(0, -2)]);
  if (batch.strides[1].every((stride) => stride === 0)) {
    const rows = walk(a.shape.slice(0, -1), [a.strides.slice(0, -1)]);
    if (rows.sizes.length < 2) {
      const left: Side = { view: a, line: rows.strides[0][0] ?? 0, k: a.strides[last] };
      const none: Walk = { sizes: [], strides: [[], []] };
      return { m: sizeOf(a.shape.slice(0, -1)), n, k, batches: 1, batch: none, a: left, b: right };
    }
  }
  const m = a.shape[last - 1];
  const left: Side = { view: a, line: m === 1 ? 0 : a.strides[last - 1], k: a.strides[last] };
  return { m, n, k, batches: sizeOf(outer), batch, a: left, b: right };
}

/** `product` with its sides exchanged: yᵀ = bᵀ · aᵀ. */
export function exchanged({ m, n, batch, a, b, ...rest }: MatmulSizes): MatmulSizes {
  const [left, right] = batch.strides;
  return { ...rest, m: n, n: m, a: b, b: a, batch: { sizes: batch.sizes, strides: [right, left] } };
}

/** What lies side by side in memory, in whole vectors of four: elements along k, along the line, or neither. */
export type Layout = "k" | "line" | "strided";

export function layoutOf({ view, line, k }: Side, batchStrides: readonly number[]): Layout {
  const isAligned = view.offset % 4 === 0 && batchStrides.every((stride) => stride % 4 === 0);
  if (isAligned && k === 1 && line % 4 === 0) return "k";
  if (isAligned && line === 1 && k % 4 === 0) return "line";
  return "strided";
}
