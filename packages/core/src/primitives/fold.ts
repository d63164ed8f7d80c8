import type { Primitives } from "../backend";
import { windows } from "../ops/shape/windows";
import type { PrimitiveSpec } from "./primitive-spec";

export const fold: PrimitiveSpec<Primitives["fold"]> = {
  strided: false,
  infer: ([x], { sizes }) => [
    { shape: [...x.shape.slice(0, x.shape.length - 2 * sizes.length), ...sizes], dtype: x.dtype },
  ],
  gradient: {
    saves: () => ({}),
    vjp: ([g], { attrs, inputs }) => {
      const kernel = inputs[0].shape.slice(-attrs.sizes.length);
      return [g && windows(g, kernel, attrs.stride, attrs.dilation)];
    },
  },
};
