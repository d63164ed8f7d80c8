import type { Primitives } from "../backend";
import { cumprodGradient } from "../ops/reduce/cumprod-gradient";
import { cumsum } from "../ops/reduce/cumsum";
import { flip } from "../ops/shape/flip";
import type { PrimitiveSpec } from "./primitive-spec";

export const cumulative: PrimitiveSpec<Primitives["cumulative"]> = {
  strided: false,
  title: ({ op }) => `cum${op}`,
  infer: ([x]) => [{ shape: x.shape, dtype: x.dtype }],
  gradient: {
    saves: (_, { op }) => (op === "sum" ? {} : { inputs: [0] }),
    vjp: ([g], { attrs: { op, dim }, input }) => {
      if (!g) return [undefined];
      if (op === "prod") return [cumprodGradient(g, input(0), dim)];
      return [flip(cumsum(flip(g, [dim]), { dim }), [dim])];
    },
  },
};
