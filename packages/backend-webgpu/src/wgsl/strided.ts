import type { View } from "@nn/core";

/** How strided operands of one shape are walked: as few dimensions as they allow, outermost first. */
export interface Walk {
  readonly sizes: readonly number[];
  /** Elements between neighbours, of each operand along each dimension. */
  readonly strides: readonly (readonly number[])[];
}

/** Leaves out dimensions of size 1 and joins neighbours over which every operand advances evenly. */
export function walk(shape: readonly number[], operands: readonly (readonly number[])[]): Walk {
  const sizes: number[] = [];
  const merged: number[][] = [];
  for (let t = 0; t < operands.length; t++) merged.push([]);
  let last = -1;
  for (let d = 0; d < shape.length; d++) {
    const size = shape[d];
    if (size === 1) continue;
    let isEven = last >= 0;
    for (let t = 0; isEven && t < operands.length; t++) isEven = merged[t][last] === operands[t][d] * size;
    if (isEven) sizes[last] *= size;
    else last = sizes.push(size) - 1;
    for (let t = 0; t < operands.length; t++) merged[t][last] = operands[t][d];
  }
  return { sizes, strides: merged };
}

/** `walk` over views that have the shape `shape`. */
export function walkViews(shape: readonly number[], views: readonly View[]): Walk {
  return walk(
    shape,
    views.map(({ strides }) => strides),
  );
}

/**
 * Names of the uniforms that `placing` reads: sizes of all dimensions but the outermost, then each operand's strides.
 * With `prefix`, several walks fit one program.
 */
export function placeUniforms(rank: number, operands: readonly string[], prefix = ""): string[] {
  const names: string[] = [];
  for (let d = 1; d < rank; d++) names.push(`${prefix}size${d}`);
  for (const operand of operands) for (let d = 0; d < rank; d++) names.push(`${operand}_${prefix}stride${d}`);
  return names;
}

/** The values of `placeUniforms`. */
export function placeValues({ sizes, strides }: Walk): number[] {
  return [...sizes.slice(1), ...strides.flat()];
}

/**
 * WGSL that adds to the variables `places` (one for each operand) where element `index` (an expression) of a walk of
 * `rank` dimensions lies. Strides may be negative: u32 arithmetic wraps.
 */
export function placing(
  rank: number,
  index: string,
  operands: readonly string[],
  places: readonly string[],
  prefix = "",
): string {
  if (rank === 0) return "";
  const rest = `${prefix}rest`;
  const lines = [`var ${rest} = ${index};`];
  for (let d = rank - 1; d >= 0; d--) {
    const at = d === 0 ? rest : `${rest} % u.${prefix}size${d}`;
    operands.forEach((operand, t) => lines.push(`${places[t]} += (${at}) * u.${operand}_${prefix}stride${d};`));
    if (d > 0) lines.push(`${rest} /= u.${prefix}size${d};`);
  }
  return lines.join("\n");
}
