import { ShapeError } from "../errors";
import { matmul } from "../ops/linalg/matmul";
import { permute } from "../ops/shape/permute";
import { reshape } from "../ops/shape/reshape";
import { dispatchFused } from "../runtime/dispatch";
import { formatShape, sameShape } from "../shape";
import { checkFloats } from "./check-floats";
import { conv2dSpec } from "./conv2d";
import { conv2dInputGradSpec } from "./conv2d-input-grad";
import { convShape } from "./conv-shape";
import type { FusedSpec } from "./fused-spec";
import { groupWindows } from "./group-windows";

export const conv2dWeightGradSpec: FusedSpec<"conv2dWeightGrad"> = {
  name: "conv2dWeightGrad",
  infer: (inputs, attrs) => {
    const dtype = checkFloats("conv2dWeightGrad", ["g", "x"], inputs);
    const [g, x] = inputs;
    const shape = [g.shape[1], x.shape[1] / attrs.groups, ...attrs.kernelSize];
    const expected = convShape("conv2dWeightGrad", x.shape, shape, undefined, attrs);
    if (!sameShape(g.shape, expected)) {
      throw new ShapeError(`conv2dWeightGrad: g must be ${formatShape(expected)}, got ${formatShape(g.shape)}`);
    }
    return [{ shape, dtype }];
  },
  decompose: ([g, x], attrs) => {
    const { groups, kernelSize } = attrs;
    const [n, o, height, width] = g.shape;
    const channels = x.shape[1] / groups;
    const positions = n * height * width;
    const taps = permute(groupWindows(x, kernelSize, attrs), [1, 0, 3, 4, 2, 5, 6]);
    const columns = reshape(taps, [groups, positions, channels * kernelSize[0] * kernelSize[1]]);
    const rows = permute(reshape(g, [n, groups, o / groups, height * width]), [1, 2, 0, 3]);
    const gradient = matmul(reshape(rows, [groups, o / groups, positions]), columns);
    return [reshape(gradient, [o, channels, ...kernelSize])];
  },
  gradient: {
    saves: (needs) => ({ inputs: [...(needs[1] ? [0] : []), ...(needs[0] ? [1] : [])] }),
    vjp: ([u], { attrs, inputs, needs, input }) => {
      if (!u) return [];
      const { kernelSize: _, ...conv } = attrs;
      const [, , h, w] = inputs[1].shape;
      return [
        needs[0] ? dispatchFused(conv2dSpec, [input(1), u], conv)[0] : undefined,
        needs[1] ? dispatchFused(conv2dInputGradSpec, [input(0), u], { ...conv, inputSize: [h, w] })[0] : undefined,
      ];
    },
  },
};
