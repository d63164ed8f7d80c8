import type { Primitives } from "../backend";
import { ShapeError } from "../errors";
import { formatShape, reducedShape } from "../shape";
import type { PrimitiveSpec } from "./primitive-spec";

export const argReduce: PrimitiveSpec<Primitives["argReduce"]> = {
  strided: true,
  title: ({ op }) => `arg${op}`,
  infer: ([x], { op, dim, keepdim }) => {
    if (x.shape[dim] === 0) throw new ShapeError(`arg${op}: dimension ${dim} of ${formatShape(x.shape)} is empty`);
    return [{ shape: reducedShape(x.shape, x.shape.length === 0 ? [] : [dim], keepdim), dtype: "int32" }];
  },
};
