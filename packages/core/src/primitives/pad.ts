import type { Primitives } from "../backend";
import { sliceDims } from "../ops/shape/slice-dims";
import type { PrimitiveSpec } from "./primitive-spec";

export const pad: PrimitiveSpec<Primitives["pad"]> = {
  strided: true,
  infer: ([x], { before, after, interior }) => [
    {
      shape: x.shape.map((size, i) => before[i] + size + Math.max(size - 1, 0) * interior[i] + after[i]),
      dtype: x.dtype,
    },
  ],
  gradient: {
    saves: () => ({}),
    vjp: ([g], { attrs, inputs }) => [
      g &&
        sliceDims(
          g,
          attrs.before,
          inputs[0].shape,
          attrs.interior.map((gap) => gap + 1),
        ),
    ],
  },
};
