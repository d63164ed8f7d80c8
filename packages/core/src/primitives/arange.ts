import type { Primitives } from "../backend";
import type { PrimitiveSpec } from "./primitive-spec";

export const arange: PrimitiveSpec<Primitives["arange"]> = {
  strided: true,
  infer: (_, { length, dtype }) => [{ shape: [length], dtype }],
};
