import { ArgumentError, ShapeError } from "../../errors";
import { dispatch } from "../../runtime/dispatch";
import { scope } from "../../runtime/scope";
import { checkInteger, formatShape, type Shape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { cat } from "./cat";
import { expand } from "./expand";
import { flip } from "./flip";
import { narrow } from "./narrow";
import { sliceDims } from "./slice-dims";

export interface PadOptions {
  /** Fill with `value` (the default), mirror without the edge, repeat the edge, or wrap around. */
  mode?: "constant" | "reflect" | "replicate" | "circular";
  /** For mode `constant`. Default 0. */
  value?: number;
}

/**
 * Puts elements around `x`. Amounts come in PyTorch's order, the last dimension first: [left, right, top, bottom, ...].
 * Negative amounts crop in mode `constant`.
 */
export function pad(x: Tensor, amounts: readonly number[], { mode = "constant", value = 0 }: PadOptions = {}): Tensor {
  if (amounts.length % 2 !== 0 || amounts.length > 2 * x.ndim) {
    throw new ShapeError(
      `pad: expected pairs of amounts for at most the ${x.ndim} dimensions of ${formatShape(x.shape)}, got [${amounts}]`,
    );
  }
  for (const amount of amounts) checkInteger("pad", "amount", amount, mode === "constant" ? -Infinity : 0);
  const before = x.shape.map((_, i) => amounts[2 * (x.ndim - 1 - i)] ?? 0);
  const after = x.shape.map((_, i) => amounts[2 * (x.ndim - 1 - i) + 1] ?? 0);
  if (mode === "constant") return padConstant(x, before, after, value);
  if (!(mode in edges)) {
    throw new ArgumentError(`pad: unknown mode "${mode}", expected constant, ${Object.keys(edges).join(", ")}`);
  }
  return scope(() => x.shape.reduce((result, _, dim) => padAlong(result, dim, before[dim], after[dim], mode), x));
}

function padConstant(x: Tensor, before: Shape, after: Shape, value: number): Tensor {
  const sizes = x.shape.map((size, i) => size + Math.min(before[i], 0) + Math.min(after[i], 0));
  if (sizes.some((size) => size < 0)) {
    throw new ShapeError(`pad: cannot crop ${formatShape(x.shape)} by more than its sizes`);
  }
  return scope(() => {
    const steps = sizes.map(() => 1);
    const starts = before.map((amount) => Math.max(-amount, 0));
    const source = [...before, ...after].some((amount) => amount < 0) ? sliceDims(x, starts, sizes, steps) : x;
    const positive = (sizes: Shape): number[] => sizes.map((amount) => Math.max(amount, 0));
    const interior = sizes.map(() => 0);
    return dispatch("pad", [source], { before: positive(before), after: positive(after), interior, value });
  });
}

interface Edge {
  /** The size that amounts of `most` need. */
  readonly needs: (most: number) => number;
  readonly before: (x: Tensor, dim: number, amount: number) => Tensor;
  readonly after: (x: Tensor, dim: number, amount: number) => Tensor;
}

const edges: Readonly<Record<Exclude<NonNullable<PadOptions["mode"]>, "constant">, Edge>> = {
  reflect: {
    needs: (most) => most + 1,
    before: (x, dim, amount) => flip(narrow(x, dim, 1, amount), dim),
    after: (x, dim, amount) => flip(narrow(x, dim, x.shape[dim] - 1 - amount, amount), dim),
  },
  replicate: {
    needs: (most) => Math.min(most, 1),
    before: (x, dim, amount) => grow(narrow(x, dim, 0, 1), dim, amount),
    after: (x, dim, amount) => grow(narrow(x, dim, -1, 1), dim, amount),
  },
  circular: {
    needs: (most) => most,
    before: (x, dim, amount) => narrow(x, dim, x.shape[dim] - amount, amount),
    after: (x, dim, amount) => narrow(x, dim, 0, amount),
  },
};

function padAlong(x: Tensor, dim: number, before: number, after: number, mode: keyof typeof edges): Tensor {
  if (before === 0 && after === 0) return x;
  const edge = edges[mode];
  const least = edge.needs(Math.max(before, after));
  if (x.shape[dim] < least) {
    throw new ShapeError(
      `pad: mode ${mode} by ${before} and ${after} needs ${least} elements along dimension ${dim} of ${formatShape(x.shape)}`,
    );
  }
  const parts = [x];
  if (before > 0) parts.unshift(edge.before(x, dim, before));
  if (after > 0) parts.push(edge.after(x, dim, after));
  return cat(parts, { dim });
}

function grow(x: Tensor, dim: number, size: number): Tensor {
  return expand(
    x,
    x.shape.map((s, i) => (i === dim ? size : s)),
  );
}
