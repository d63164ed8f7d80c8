import type { View } from "./backend";
import { rowMajorStrides, sameShape, sizeOf, type Shape } from "./shape";

/** True when the elements lie in row-major order without gaps; the view may start anywhere. */
export function isContiguous(view: View): boolean {
  const { shape, strides } = view;
  let step = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    if (shape[i] !== 1 && strides[i] !== step) return sizeOf(shape) === 0;
    step *= shape[i];
  }
  return true;
}

export function permuteView(view: View, order: readonly number[]): View {
  return {
    buffer: view.buffer,
    dtype: view.dtype,
    shape: order.map((d) => view.shape[d]),
    strides: order.map((d) => view.strides[d]),
    offset: view.offset,
  };
}

/** Broadcasts to `shape`, aligned at the last dimension; the caller has checked that sizes fit. */
export function expandView(view: View, shape: Shape): View {
  if (sameShape(view.shape, shape)) return view;
  const lead = shape.length - view.shape.length;
  const strides = new Array<number>(shape.length);
  for (let i = 0; i < shape.length; i++) {
    strides[i] = i < lead || (view.shape[i - lead] === 1 && shape[i] !== 1) ? 0 : view.strides[i - lead];
  }
  return { buffer: view.buffer, dtype: view.dtype, shape, strides, offset: view.offset };
}

/** Takes `sizes[i]` elements along each dimension from `starts[i]` in steps of `steps[i]` (negative: backwards). */
export function sliceView(
  view: View,
  starts: readonly number[],
  sizes: readonly number[],
  steps: readonly number[],
): View {
  let offset = view.offset;
  for (let i = 0; i < sizes.length; i++) if (sizes[i] > 0) offset += starts[i] * view.strides[i];
  return {
    buffer: view.buffer,
    dtype: view.dtype,
    shape: sizes,
    strides: view.strides.map((stride, i) => stride * steps[i]),
    offset,
  };
}

/**
 * Windows over the last `kernel.length` dimensions: [...outer, ...sizes] to [...outer, ...counts, ...kernel].
 * Windows overlap when a stride is less than the window's extent.
 */
export function windowsView(
  view: View,
  kernel: readonly number[],
  stride: readonly number[],
  dilation: readonly number[],
): View {
  const lead = view.shape.length - kernel.length;
  const counts = kernel.map((k, i) => Math.floor((view.shape[lead + i] - (k - 1) * dilation[i] - 1) / stride[i]) + 1);
  const inner = view.strides.slice(lead);
  return {
    buffer: view.buffer,
    dtype: view.dtype,
    shape: [...view.shape.slice(0, lead), ...counts, ...kernel],
    strides: [
      ...view.strides.slice(0, lead),
      ...inner.map((s, i) => s * stride[i]),
      ...inner.map((s, i) => s * dilation[i]),
    ],
    offset: view.offset,
  };
}

/** The same elements in row-major order under another shape, or undefined when that takes a copy. */
export function reshapeView(view: View, shape: Shape): View | undefined {
  if (isContiguous(view)) {
    return { buffer: view.buffer, dtype: view.dtype, shape, strides: rowMajorStrides(shape), offset: view.offset };
  }
  const strides = reshapeStrides(view, shape);
  return strides && { buffer: view.buffer, dtype: view.dtype, shape, strides, offset: view.offset };
}

/**
 * Matches runs of old and new dimensions of equal size; inside a run the old dimensions must lie in one even step.
 */
function reshapeStrides(view: View, shape: Shape): number[] | undefined {
  const old = view.shape.map((size, i) => ({ size, stride: view.strides[i] })).filter((d) => d.size !== 1);
  const strides = new Array<number>(shape.length).fill(0);
  let i = 0;
  let j = 0;
  while (i < old.length) {
    const firstOld = i;
    const firstNew = j;
    let oldSize = old[i++].size;
    let newSize = shape[j++];
    while (oldSize !== newSize) {
      if (newSize < oldSize) newSize *= shape[j++];
      else oldSize *= old[i++].size;
    }
    for (let k = firstOld; k + 1 < i; k++) if (old[k].stride !== old[k + 1].stride * old[k + 1].size) return undefined;
    let step = old[i - 1].stride;
    for (let k = j - 1; k >= firstNew; k--) {
      strides[k] = step;
      step *= shape[k];
    }
  }
  return strides;
}
