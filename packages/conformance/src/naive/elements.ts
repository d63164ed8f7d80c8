import type { TypedArray, View } from "@nn/core";

/** Every position of a shape, in row-major order. */
export function* positions(shape: readonly number[]): Generator<readonly number[]> {
  const at = shape.map(() => 0);
  if (shape.includes(0)) return;
  for (;;) {
    yield at;
    let dim = shape.length - 1;
    while (dim >= 0 && ++at[dim] === shape[dim]) at[dim--] = 0;
    if (dim < 0) return;
  }
}

/** Where a position lies in the view's buffer. */
export function indexOf(view: View, at: readonly number[]): number {
  let index = view.offset;
  for (let i = 0; i < at.length; i++) index += at[i] * view.strides[i];
  return index;
}

export function array(view: View): TypedArray {
  return view.buffer as TypedArray;
}

export function get(view: View, at: readonly number[]): number {
  return array(view)[indexOf(view, at)];
}

export function set(view: View, at: readonly number[], value: number): void {
  array(view)[indexOf(view, at)] = view.dtype === "bool" ? Number(value !== 0) : value;
}

/** `at` with one coordinate replaced. */
export function withCoordinate(at: readonly number[], dim: number, value: number): number[] {
  return at.map((v, i) => (i === dim ? value : v));
}
