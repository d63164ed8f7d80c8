import type { Spec } from "../autograd/graph";
import { ShapeError } from "../errors";
import { add } from "../ops/binary/add";
import { matmul } from "../ops/linalg/matmul";
import { sum } from "../ops/reduce/sum";
import { reshape } from "../ops/shape/reshape";
import { transpose } from "../ops/shape/transpose";
import { formatShape, sameShape } from "../shape";
import { checkFloats } from "./check-floats";
import type { FusedSpec } from "./fused-spec";
import { toRows } from "./to-rows";

export const linearSpec: FusedSpec<"linear"> = {
  name: "linear",
  infer: (inputs) => {
    checkFloats("linear", ["x", "weight", "bias"], inputs);
    const [x, weight] = inputs;
    checkSizes(x, weight, inputs.at(2));
    return [{ shape: outputShape(x, weight), dtype: x.dtype }];
  },
  decompose: (inputs) => {
    const [x, weight] = inputs;
    const bias = inputs.at(2);
    const product = reshape(matmul(toRows(x), transpose(weight, 0, 1)), outputShape(x, weight));
    return [bias ? add(product, bias) : product];
  },
  gradient: {
    saves: (needs) => ({ inputs: [...(needs[1] ? [0] : []), ...(needs[0] ? [1] : [])] }),
    vjp: ([g], { inputs, needs, input }) => {
      if (!g) return [];
      const rows = toRows(g);
      return [
        needs[0] ? reshape(matmul(rows, input(1)), inputs[0].shape) : undefined,
        needs[1] ? matmul(transpose(rows, 0, 1), toRows(input(0))) : undefined,
        needs[2] ? sum(rows, { dim: 0 }) : undefined,
      ];
    },
  },
};

function outputShape(x: Spec, weight: Spec): number[] {
  return [...x.shape.slice(0, -1), weight.shape[0]];
}

function checkSizes(x: Spec, weight: Spec, bias: Spec | undefined): void {
  if (weight.shape.length !== 2) {
    throw new ShapeError(`linear: weight must be [out, in], got ${formatShape(weight.shape)}`);
  }
  const [out, inner] = weight.shape;
  if (x.shape.at(-1) !== inner) {
    throw new ShapeError(
      `linear: the last dimension of x ${formatShape(x.shape)} must have size ${inner}, ` +
        `that of weight ${formatShape(weight.shape)} ([out, in])`,
    );
  }
  if (bias && !sameShape(bias.shape, [out])) {
    throw new ShapeError(`linear: bias must be [${out}], one value per output, got ${formatShape(bias.shape)}`);
  }
}
