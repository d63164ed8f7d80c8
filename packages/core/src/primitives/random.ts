import type { Primitives } from "../backend";
import { checkShape } from "../shape";
import type { PrimitiveSpec } from "./primitive-spec";

export const random: PrimitiveSpec<Primitives["random"]> = {
  strided: true,
  infer: (_, { shape, dtype }) => [{ shape: checkShape("random", shape), dtype }],
};
