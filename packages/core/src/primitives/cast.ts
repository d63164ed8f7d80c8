import type { Primitives } from "../backend";
import { cast as castTo } from "../ops/shape/cast";
import type { PrimitiveSpec } from "./primitive-spec";

export const cast: PrimitiveSpec<Primitives["cast"]> = {
  strided: true,
  infer: ([x], { dtype }) => [{ shape: x.shape, dtype }],
  gradient: {
    saves: () => ({}),
    vjp: ([g], { inputs }) => [g && castTo(g, inputs[0].dtype)],
  },
};
