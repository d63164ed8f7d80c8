import type { Primitives } from "../backend";
import { zeros } from "../ops/creation/zeros";
import { gather } from "../ops/indexing/gather";
import { scatter as scatterTo } from "../ops/indexing/scatter";
import { inferIndexed } from "./indexed";
import type { PrimitiveSpec } from "./primitive-spec";

/** Where indices repeat, the gradient of `src` counts every write, as in PyTorch. */
export const scatter: PrimitiveSpec<Primitives["scatter"]> = {
  strided: false,
  infer: ([x, index, src], { dim }) => [inferIndexed("scatter", x, index, dim, src)],
  gradient: {
    saves: () => ({ inputs: [1] }),
    vjp: ([g], { attrs: { dim }, inputs, needs, input }) => {
      if (!g) return [undefined, undefined, undefined];
      const index = input(1);
      const blank = zeros(inputs[1].shape, { dtype: g.dtype, backend: g.backend });
      return [
        needs[0] ? scatterTo(g, index, blank, { dim }) : undefined,
        undefined,
        needs[2] ? gather(g, index, { dim }) : undefined,
      ];
    },
  },
};
