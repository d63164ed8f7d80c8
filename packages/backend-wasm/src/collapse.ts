/** Two operands of one shape in as few dimensions as their strides (in elements) allow, outermost first. */
export interface Collapsed {
  readonly sizes: number[];
  readonly a: number[];
  readonly b: number[];
}

/** Leaves out dimensions of size 1 and joins neighbours over which both operands advance evenly. */
export function collapse(
  shape: readonly number[],
  aStrides: readonly number[],
  bStrides: readonly number[],
): Collapsed {
  const sizes: number[] = [];
  const a: number[] = [];
  const b: number[] = [];
  for (let d = 0; d < shape.length; d++) {
    const size = shape[d];
    if (size === 1) continue;
    const last = sizes.length - 1;
    if (last >= 0 && a[last] === aStrides[d] * size && b[last] === bStrides[d] * size) {
      sizes[last] *= size;
      a[last] = aStrides[d];
      b[last] = bStrides[d];
    } else {
      sizes.push(size);
      a.push(aStrides[d]);
      b.push(bStrides[d]);
    }
  }
  return { sizes, a, b };
}

/**
 * The plan of a walk (see walk.ts of the module) over all dimensions but two, where `aBytes` and `bBytes` are the item
 * sizes.
 */
export function planWithout(
  { sizes, a, b }: Collapsed,
  one: number,
  another: number,
  aBytes: number,
  bBytes: number,
): number[] {
  const plan = [0];
  for (let d = sizes.length - 1; d >= 0; d--) {
    if (d === one || d === another) continue;
    plan[0]++;
    plan.push(sizes[d], a[d] * aBytes, b[d] * bBytes, 0);
  }
  return plan;
}
