import type { Gradient } from "../autograd/graph";
import { fold } from "../ops/shape/fold-windows";
import { padDims } from "../ops/shape/pad-dims";
import { permute } from "../ops/shape/permute";
import { reshape } from "../ops/shape/reshape";
import { flip } from "../ops/shape/flip";
import { sumTo } from "../ops/reduce/sum-to";
import type { Shape } from "../shape";

/** The views of one buffer that core makes without a backend, with their attributes. */
export interface ViewPrimitives {
  reshape: { readonly shape: Shape };
  permute: { readonly order: readonly number[] };
  expand: { readonly shape: Shape };
  /** `sizes[i]` elements from `starts[i]` in steps of `steps[i]`. */
  slice: { readonly starts: readonly number[]; readonly sizes: readonly number[]; readonly steps: readonly number[] };
  windows: {
    readonly kernel: readonly number[];
    readonly stride: readonly number[];
    readonly dilation: readonly number[];
  };
}

/** Gradients of views need no values, only shapes. */
export const viewGradients: { readonly [V in keyof ViewPrimitives]: Gradient<ViewPrimitives[V]> } = {
  reshape: { saves: () => ({}), vjp: ([g], { inputs }) => [g && reshape(g, inputs[0].shape)] },
  permute: {
    saves: () => ({}),
    vjp: ([g], { attrs: { order } }) => {
      const inverse = order.map((_, i) => order.indexOf(i));
      return [g && permute(g, inverse)];
    },
  },
  expand: { saves: () => ({}), vjp: ([g], { inputs }) => [g && sumTo(g, inputs[0].shape)] },
  slice: {
    saves: () => ({}),
    vjp: ([g], { attrs: { starts, sizes, steps }, inputs }) => {
      if (!g) return [undefined];
      const backwards = steps.flatMap((step, i) => (step < 0 ? [i] : []));
      const forwards = backwards.length > 0 ? flip(g, backwards) : g;
      const last = sizes.map((size, i) => starts[i] + Math.max(size - 1, 0) * steps[i]);
      const before = starts.map((start, i) => (sizes[i] === 0 ? 0 : Math.min(start, last[i])));
      const after = inputs[0].shape.map((size, i) => size - 1 - Math.max(starts[i], last[i]));
      return [
        padDims(
          forwards,
          before,
          after.map((a, i) => (sizes[i] === 0 ? inputs[0].shape[i] : a)),
          steps.map((step) => Math.abs(step) - 1),
        ),
      ];
    },
  },
  windows: {
    saves: () => ({}),
    vjp: ([g], { attrs: { kernel, stride, dilation }, inputs }) => [
      g && fold(g, inputs[0].shape.slice(-kernel.length), stride, dilation),
    ],
  },
};
