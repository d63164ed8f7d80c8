import { add } from "../ops/binary/add";
import { matmul } from "../ops/linalg/matmul";
import { sum } from "../ops/reduce/sum";
import { permute } from "../ops/shape/permute";
import { reshape } from "../ops/shape/reshape";
import { dispatchFused } from "../runtime/dispatch";
import type { Shape } from "../shape";
import { checkFloats } from "./check-floats";
import { conv2dInputGradSpec } from "./conv2d-input-grad";
import { conv2dWeightGradSpec } from "./conv2d-weight-grad";
import { convShape } from "./conv-shape";
import type { FusedSpec } from "./fused-spec";
import { groupWindows } from "./group-windows";

export const conv2dSpec: FusedSpec<"conv2d"> = {
  name: "conv2d",
  infer: (inputs, attrs) => {
    const dtype = checkFloats("conv2d", ["x", "weight", "bias"], inputs);
    const [x, weight] = inputs;
    return [{ shape: convShape("conv2d", x.shape, weight.shape, inputs.at(2)?.shape, attrs), dtype }];
  },
  decompose: (inputs, attrs) => {
    const [x, weight] = inputs;
    const bias = inputs.at(2);
    const [o, channels, kh, kw] = weight.shape;
    const taps = permute(groupWindows(x, [kh, kw], attrs), [0, 1, 2, 5, 6, 3, 4]);
    const [n, groups, , , , height, width] = taps.shape;
    const columns = reshape(taps, [n, groups, channels * kh * kw, height * width]);
    const kernels = reshape(weight, [groups, o / groups, channels * kh * kw]);
    const y = reshape(matmul(kernels, columns), [n, o, height, width]);
    return [bias ? add(y, reshape(bias, [o, 1, 1])) : y];
  },
  gradient: {
    saves: (needs) => ({ inputs: [...(needs[1] ? [0] : []), ...(needs[0] ? [1] : [])] }),
    vjp: ([g], { attrs, inputs, needs, input }) => {
      if (!g) return [];
      const inputSize = planeOf(inputs[0].shape);
      const kernelSize = planeOf(inputs[1].shape);
      return [
        needs[0] ? dispatchFused(conv2dInputGradSpec, [g, input(1)], { ...attrs, inputSize })[0] : undefined,
        needs[1] ? dispatchFused(conv2dWeightGradSpec, [g, input(0)], { ...attrs, kernelSize })[0] : undefined,
        needs[2] ? sum(g, { dim: [0, 2, 3] }) : undefined,
      ];
    },
  },
};

/** The last two sizes of a shape of four. */
function planeOf(shape: Shape): [number, number] {
  return [shape[2], shape[3]];
}
