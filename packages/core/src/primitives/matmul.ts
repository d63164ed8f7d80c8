import type { Primitives } from "../backend";
import { DTypeError, ShapeError } from "../errors";
import { matmul as multiply } from "../ops/linalg/matmul";
import { transpose } from "../ops/shape/transpose";
import { formatShape } from "../shape";
import type { PrimitiveSpec } from "./primitive-spec";

export const matmul: PrimitiveSpec<Primitives["matmul"]> = {
  strided: true,
  infer: ([a, b]) => {
    const inner = a.shape.at(-1);
    if (inner !== b.shape.at(-2)) {
      throw new ShapeError(
        `matmul: inner sizes differ, ${formatShape(a.shape)} × ${formatShape(b.shape)} (${inner} ≠ ${b.shape.at(-2)})`,
      );
    }
    if (a.dtype === "bool" || a.dtype === "uint8") {
      throw new DTypeError(`matmul: ${a.dtype} is not supported, convert it first, for example x.to("float32")`);
    }
    return [{ shape: [...a.shape.slice(0, -1), b.shape[b.shape.length - 1]], dtype: a.dtype }];
  },
  gradient: {
    saves: (needs) => ({ inputs: [...(needs[1] ? [0] : []), ...(needs[0] ? [1] : [])] }),
    vjp: ([g], { needs, input }) => [
      g && needs[0] ? multiply(g, transpose(input(1), -1, -2)) : undefined,
      g && needs[1] ? multiply(transpose(input(0), -1, -2), g) : undefined,
    ],
  },
};
