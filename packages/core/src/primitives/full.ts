import type { Primitives } from "../backend";
import { checkShape } from "../shape";
import type { PrimitiveSpec } from "./primitive-spec";

export const full: PrimitiveSpec<Primitives["full"]> = {
  strided: true,
  infer: (_, { shape, dtype }) => [{ shape: checkShape("full", shape), dtype }],
};
