import type { Primitives } from "../backend";
import { gather } from "../ops/indexing/gather";
import { inferIndexed } from "./indexed";
import type { PrimitiveSpec } from "./primitive-spec";

export const scatterAdd: PrimitiveSpec<Primitives["scatterAdd"]> = {
  strided: false,
  infer: ([x, index, src], { dim }) => [inferIndexed("scatterAdd", x, index, dim, src)],
  gradient: {
    saves: () => ({ inputs: [1] }),
    vjp: ([g], { attrs: { dim }, needs, input }) => [
      needs[0] ? g : undefined,
      undefined,
      g && needs[2] ? gather(g, input(1), { dim }) : undefined,
    ],
  },
};
