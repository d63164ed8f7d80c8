import type { CompareOp } from "../backend";
import { infer2 } from "./elementwise";
import type { PrimitiveSpec } from "./primitive-spec";

export const compare: PrimitiveSpec<{ readonly op: CompareOp }> = {
  strided: true,
  broadcast: true,
  title: ({ op }) => op,
  infer: (inputs, { op }) => [{ shape: infer2(op, inputs).shape, dtype: "bool" }],
};
