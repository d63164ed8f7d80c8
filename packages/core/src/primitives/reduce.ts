import type { Primitives } from "../backend";
import type { DType } from "../dtype";
import { ShapeError } from "../errors";
import { div } from "../ops/binary/div";
import { mul } from "../ops/binary/mul";
import { eq } from "../ops/compare/eq";
import { productOfOthers } from "../ops/reduce/product-of-others";
import { sum } from "../ops/reduce/sum";
import { cast } from "../ops/shape/cast";
import { expand } from "../ops/shape/expand";
import { reshape } from "../ops/shape/reshape";
import { formatShape, reducedShape } from "../shape";
import type { PrimitiveSpec } from "./primitive-spec";

export const reduce: PrimitiveSpec<Primitives["reduce"]> = {
  strided: true,
  title: ({ op }) => op,
  infer: ([x], { op, dims, keepdim }) => {
    const empty = dims.find((d) => x.shape[d] === 0);
    if (empty !== undefined && (op === "max" || op === "min") && x.dtype !== "bool") {
      throw new ShapeError(`${op}: dimension ${empty} of ${formatShape(x.shape)} is empty and has no ${op}imum`);
    }
    return [{ shape: reducedShape(x.shape, dims, keepdim), dtype: resultDType(op, x.dtype) }];
  },
  gradient: {
    saves: (_, { op }) => (op === "sum" ? {} : op === "prod" ? { inputs: [0] } : { inputs: [0], outputs: [0] }),
    vjp: ([g], { attrs: { op, dims }, inputs, input, output }) => {
      if (!g) return [undefined];
      const { shape } = inputs[0];
      const kept = reducedShape(shape, dims, true);
      const spread = expand(reshape(g, kept), shape);
      if (op === "sum") return [spread];
      if (op === "prod") return [mul(spread, productOfOthers(input(0), dims))];
      // Equal extremes share the cotangent evenly, as in torch.amax.
      const isExtreme = cast(eq(input(0), reshape(output(0), kept)), g.dtype);
      return [div(mul(spread, isExtreme), sum(isExtreme, { dim: dims, keepdim: true }))];
    },
  },
};

/** Sums and products of narrow integers are int32. */
function resultDType(op: string, dtype: DType): DType {
  return (op === "sum" || op === "prod") && (dtype === "bool" || dtype === "uint8") ? "int32" : dtype;
}
