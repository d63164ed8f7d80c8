import { ShapeError } from "../errors";
import { matmul } from "../ops/linalg/matmul";
import { fold } from "../ops/shape/fold-windows";
import { permute } from "../ops/shape/permute";
import { reshape } from "../ops/shape/reshape";
import { sliceDims } from "../ops/shape/slice-dims";
import { transpose } from "../ops/shape/transpose";
import { dispatchFused } from "../runtime/dispatch";
import { formatShape, sameShape } from "../shape";
import type { Tensor } from "../tensor/tensor";
import { checkFloats } from "./check-floats";
import { conv2dSpec } from "./conv2d";
import { conv2dWeightGradSpec } from "./conv2d-weight-grad";
import { convShape } from "./conv-shape";
import type { FusedSpec } from "./fused-spec";

export const conv2dInputGradSpec: FusedSpec<"conv2dInputGrad"> = {
  name: "conv2dInputGrad",
  infer: (inputs, attrs) => {
    const dtype = checkFloats("conv2dInputGrad", ["g", "weight"], inputs);
    const [g, weight] = inputs;
    const shape = [g.shape[0], weight.shape[1] * attrs.groups, ...attrs.inputSize];
    const expected = convShape("conv2dInputGrad", shape, weight.shape, undefined, attrs);
    if (!sameShape(g.shape, expected)) {
      throw new ShapeError(`conv2dInputGrad: g must be ${formatShape(expected)}, got ${formatShape(g.shape)}`);
    }
    return [{ shape, dtype }];
  },
  decompose: ([g, weight], { stride, padding, dilation, groups, inputSize }) => {
    const [n, o, height, width] = g.shape;
    const [, channels, kh, kw] = weight.shape;
    const kernels = reshape(weight, [groups, o / groups, channels * kh * kw]);
    const rows = reshape(g, [n, groups, o / groups, height * width]);
    const columns = matmul(transpose(kernels, 1, 2), rows);
    const taps = permute(reshape(columns, [n, groups * channels, kh, kw, height, width]), [0, 1, 4, 5, 2, 3]);
    return [crop(fold(taps, paddedSizes(inputSize, padding), stride, dilation), padding, inputSize)];
  },
  gradient: {
    saves: (needs) => ({ inputs: [...(needs[1] ? [0] : []), ...(needs[0] ? [1] : [])] }),
    vjp: ([u], { attrs, inputs, needs, input }) => {
      if (!u) return [];
      const { inputSize: _, ...conv } = attrs;
      const [, , kh, kw] = inputs[1].shape;
      return [
        needs[0] ? dispatchFused(conv2dSpec, [u, input(1)], conv)[0] : undefined,
        needs[1] ? dispatchFused(conv2dWeightGradSpec, [input(0), u], { ...conv, kernelSize: [kh, kw] })[0] : undefined,
      ];
    },
  },
};

function paddedSizes([h, w]: readonly [number, number], [top, bottom, left, right]: readonly number[]): number[] {
  return [h + top + bottom, w + left + right];
}

/** Takes the padding of [n,c,h,w] planes off. */
function crop(x: Tensor, [top, bottom, left, right]: readonly number[], size: readonly number[]): Tensor {
  if (top + bottom + left + right === 0) return x;
  return sliceDims(x, [0, 0, top, left], [x.shape[0], x.shape[1], ...size], [1, 1, 1, 1]);
}
