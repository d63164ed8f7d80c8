import type { Binding } from "../gpu/program";

/** WGSL of how one side of a product is read. */
export interface Operand {
  /** Which neighbours lie side by side in memory: those along k, or those along the rows of a (the columns of b). */
  readonly along: "k" | "line";
  /** Statements that run once for each row (`row`, of a) or column (`column`, of b), before any `load` of it. */
  readonly prepare?: string;
  /**
   * Expression of the element at `row` (of a) or `column` (of b) and `k`, an f32; where `wide`, of the
   * vec4 of those at k to k + 3. Where they are beyond the product's sizes the value is not used, whatever it is.
   */
  readonly load: string;
  /** One load gives four: k must be a multiple of 4. */
  readonly wide?: boolean;
}

/** The text of a product in parts. Snippets see `batch`, and the uniforms `u.m`, `u.n`, `u.k` and `u.batches`. */
export interface ProductText {
  readonly name: string;
  /** What the operands read. */
  readonly reads: readonly Binding[];
  /** What `store` reads and writes. */
  readonly writes: readonly Binding[];
  /** Names of uniforms for the snippets. */
  readonly uniforms: readonly string[];
  readonly declarations?: string;
  /** Statements that run once, before those of the operands. */
  readonly setup?: string;
  readonly a: Operand;
  readonly b: Operand;
  /** Statements that store `value` of `row` and `column`. Sees neither what `setup` nor what `prepare` declares, nor `declarations`. */
  readonly store: string;
}

/** Products y[batch, row, column] = Σₖ a[batch, row, k] · b[batch, k, column]. */
export interface Product {
  /** Names all that the text depends on. */
  readonly key: string;
  readonly text: () => ProductText;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly batches: number;
  /** The buffers of `reads` and of `writes`. */
  readonly reads: readonly object[];
  readonly writes: readonly object[];
  /** The values of the text's uniforms. */
  readonly uniforms: readonly number[];
}

/** Uniforms of every product, before those of its text. */
export const SIZES = ["m", "n", "k", "batches"];

export function sizesOf({ m, n, k, batches }: Product): number[] {
  return [m, n, k, batches];
}
