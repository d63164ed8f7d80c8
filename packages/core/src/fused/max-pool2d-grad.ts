import { zeros } from "../ops/creation/zeros";
import { gather } from "../ops/indexing/gather";
import { scatterAdd } from "../ops/indexing/scatter-add";
import { reshape } from "../ops/shape/reshape";
import { checkFloats } from "./check-floats";
import type { FusedSpec } from "./fused-spec";

export const maxPool2dGradSpec: FusedSpec<"maxPool2dGrad"> = {
  name: "maxPool2dGrad",
  infer: ([g], { inputSize }) => {
    const dtype = checkFloats("maxPool2dGrad", ["g"], [g]);
    return [{ shape: [g.shape[0], g.shape[1], ...inputSize], dtype }];
  },
  decompose: ([g, positions], { inputSize: [h, w] }) => {
    const [n, c, rows, columns] = g.shape;
    const flat = [n, c, rows * columns];
    const blank = zeros([n, c, h * w], { dtype: g.dtype, backend: g.backend });
    const spread = scatterAdd(blank, reshape(positions, flat), reshape(g, flat), { dim: 2 });
    return [reshape(spread, [n, c, h, w])];
  },
  gradient: {
    saves: () => ({ inputs: [1] }),
    vjp: ([u], { inputs, input }) => {
      if (!u) return [undefined];
      const [n, c, h, w] = u.shape;
      const flat = reshape(input(1), [n, c, inputs[0].shape[2] * inputs[0].shape[3]]);
      return [reshape(gather(reshape(u, [n, c, h * w]), flat, { dim: 2 }), inputs[0].shape)];
    },
  },
};
