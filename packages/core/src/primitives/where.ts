import type { Primitives } from "../backend";
import { DTypeError } from "../errors";
import { where as select } from "../ops/compare/where";
import { sumTo } from "../ops/reduce/sum-to";
import { broadcastShapes } from "../shape";
import type { PrimitiveSpec } from "./primitive-spec";

export const where: PrimitiveSpec<Primitives["where"]> = {
  strided: true,
  broadcast: true,
  infer: ([cond, a, b]) => {
    if (cond.dtype !== "bool") throw new DTypeError(`where: the condition must be bool, got ${cond.dtype}`);
    const shape = broadcastShapes("where", cond.shape, broadcastShapes("where", a.shape, b.shape));
    return [{ shape, dtype: a.dtype }];
  },
  gradient: {
    saves: () => ({ inputs: [0] }),
    vjp: ([g], { needs, inputs, input }) => [
      undefined,
      g && needs[1] ? sumTo(select(input(0), g, 0), inputs[1].shape) : undefined,
      g && needs[2] ? sumTo(select(input(0), 0, g), inputs[2].shape) : undefined,
    ],
  },
};
