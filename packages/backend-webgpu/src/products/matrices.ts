import type { View } from "@nn/core";
import type { Binding } from "../gpu/program";
import { placeUniforms, placeValues } from "../wgsl/strided";
import type { MatmulSizes } from "./matmul-sizes";

/** The element types of a matrix product's buffers. */
export interface MatrixTypes {
  readonly a: string;
  readonly b: string;
  readonly y: string;
  /** Of one number for each column, if there is one. */
  readonly bias?: string;
}

/** What a product reads and what it writes, in the order of `matrixBuffers`. */
export function matrixBindings({ a, b, y, bias }: MatrixTypes): [reads: Binding[], writes: Binding[]] {
  return [
    [
      { name: "aData", type: a, access: "read" },
      { name: "bData", type: b, access: "read" },
    ],
    [
      { name: "yData", type: y, access: "read_write" },
      ...(bias ? [{ name: "bias", type: bias, access: "read" } as const] : []),
    ],
  ];
}

export function matrixBuffers({ a, b }: MatmulSizes, y: View, bias: View | undefined): [object[], object[]] {
  return [[a.view.buffer, b.view.buffer], bias ? [y.buffer, bias.buffer] : [y.buffer]];
}

/** Where the operands' elements are, with `rank` dimensions of the batch. */
export function matrixUniforms(rank: number): string[] {
  const own = ["a_offset", "b_offset", "bias_offset", "bias_step", "a_line", "a_k", "b_line", "b_k"];
  return [...own, ...placeUniforms(rank, ["a", "b"])];
}

/** The values of `matrixUniforms`. */
export function matrixValues({ a, b, batch }: MatmulSizes, bias: View | undefined): number[] {
  const own = [a.view.offset, b.view.offset, bias?.offset ?? 0, bias?.strides[0] ?? 0, a.line, a.k, b.line, b.k];
  return [...own, ...placeValues(batch)];
}

/** WGSL of the bias of `column`, as f32. */
export function biasAt(column: string): string {
  return `f32(bias[u.bias_offset + (${column}) * u.bias_step])`;
}
