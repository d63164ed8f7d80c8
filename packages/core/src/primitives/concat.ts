import type { Primitives } from "../backend";
import { DTypeError, ShapeError } from "../errors";
import { narrow } from "../ops/shape/narrow";
import { formatShape } from "../shape";
import type { PrimitiveSpec } from "./primitive-spec";

export const concat: PrimitiveSpec<Primitives["concat"]> = {
  strided: true,
  title: () => "cat",
  infer: (inputs, { dim }) => {
    const [first] = inputs;
    let total = 0;
    for (const { shape, dtype } of inputs) {
      if (dtype !== first.dtype) throw new DTypeError(`cat: dtypes ${first.dtype} and ${dtype} differ`);
      const fits = shape.length === first.shape.length && shape.every((s, i) => i === dim || s === first.shape[i]);
      if (!fits) {
        throw new ShapeError(
          `cat: shapes ${formatShape(first.shape)} and ${formatShape(shape)} differ outside dimension ${dim}`,
        );
      }
      total += shape[dim];
    }
    return [{ shape: first.shape.map((s, i) => (i === dim ? total : s)), dtype: first.dtype }];
  },
  gradient: {
    saves: () => ({}),
    vjp: ([g], { attrs: { dim }, inputs, needs }) => {
      let start = 0;
      return inputs.map(({ shape }, i) => {
        const from = start;
        start += shape[dim];
        return g && needs[i] ? narrow(g, dim, from, shape[dim]) : undefined;
      });
    },
  },
};
