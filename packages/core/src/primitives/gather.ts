import type { Primitives } from "../backend";
import { scatterAdd } from "../ops/indexing/scatter-add";
import { zeros } from "../ops/creation/zeros";
import type { PrimitiveSpec } from "./primitive-spec";
import { inferIndexed } from "./indexed";

export const gather: PrimitiveSpec<Primitives["gather"]> = {
  strided: true,
  infer: ([x, index], { dim }) => {
    inferIndexed("gather", x, index, dim);
    return [{ shape: index.shape, dtype: x.dtype }];
  },
  gradient: {
    saves: () => ({ inputs: [1] }),
    vjp: ([g], { attrs: { dim }, inputs, input }) => {
      if (!g) return [undefined];
      const blank = zeros(inputs[0].shape, { dtype: g.dtype, backend: g.backend });
      return [scatterAdd(blank, input(1), g, { dim })];
    },
  },
};
