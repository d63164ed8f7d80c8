import type { Primitives } from "../backend";
import { zeros } from "../ops/creation/zeros";
import { scatterAdd } from "../ops/indexing/scatter-add";
import type { PrimitiveSpec } from "./primitive-spec";

export const sort: PrimitiveSpec<Primitives["sort"]> = {
  strided: false,
  infer: ([x]) => [
    { shape: x.shape, dtype: x.dtype },
    { shape: x.shape, dtype: "int32" },
  ],
  gradient: {
    saves: () => ({ outputs: [1] }),
    vjp: ([g], { attrs: { dim }, inputs, output }) => [
      g && scatterAdd(zeros(inputs[0].shape, { dtype: g.dtype, backend: g.backend }), output(1), g, { dim }),
    ],
  },
};
