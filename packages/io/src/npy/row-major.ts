/** Elements in Fortran order (the first dimension runs fastest) copied into row-major order. */
export function toRowMajor<T extends { readonly length: number; [index: number]: number | bigint }>(
  from: T,
  to: T,
  shape: readonly number[],
): T {
  const strides: number[] = [];
  let stride = 1;
  for (const size of shape) {
    strides.push(stride);
    stride *= size;
  }
  const index = new Array<number>(shape.length).fill(0);
  let source = 0;
  for (let i = 0; i < from.length; i++) {
    to[i] = from[source];
    for (let dim = shape.length - 1; dim >= 0; dim--) {
      source += strides[dim];
      if (++index[dim] < shape[dim]) break;
      source -= strides[dim] * shape[dim];
      index[dim] = 0;
    }
  }
  return to;
}
