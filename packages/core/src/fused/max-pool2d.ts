import { maximum } from "../ops/binary/maximum";
import { eq } from "../ops/compare/eq";
import { ge } from "../ops/compare/ge";
import { isNaN as isNotANumber } from "../ops/compare/is-nan";
import { logicalAnd } from "../ops/compare/logical-and";
import { logicalOr } from "../ops/compare/logical-or";
import { gather } from "../ops/indexing/gather";
import { amax } from "../ops/reduce/amax";
import { argmax } from "../ops/reduce/argmax";
import { cast } from "../ops/shape/cast";
import { expand } from "../ops/shape/expand";
import { reshape } from "../ops/shape/reshape";
import { windows } from "../ops/shape/windows";
import { dispatchFused } from "../runtime/dispatch";
import type { Tensor } from "../tensor/tensor";
import { checkFloats } from "./check-floats";
import { countUp } from "./count-up";
import type { MaxPoolAttrs } from "./fused-ops";
import type { FusedSpec } from "./fused-spec";
import { maxPool2dGradSpec } from "./max-pool2d-grad";
import { frame, poolShape, reach } from "./pool-windows";

export const maxPool2dSpec: FusedSpec<"maxPool2d"> = {
  name: "maxPool2d",
  infer: ([x], attrs) => {
    const dtype = checkFloats("maxPool2d", ["x"], [x]);
    const shape = poolShape("maxPool2d", x, attrs);
    return [
      { shape, dtype },
      { shape, dtype: "int32" },
    ];
  },
  decompose: ([x], attrs) => {
    const [, , h, w] = x.shape;
    const values = taps(x, attrs, -Infinity);
    const positions = taps(reshape(countUp(x.backend, h * w), [1, 1, h, w]), attrs, -1);
    const maxima = amax(values, { dim: -1, keepdim: true });
    const isMaximum = logicalOr(eq(values, maxima), isNotANumber(values));
    // Where the whole window is -∞ its padding is no candidate.
    const candidates = cast(logicalAnd(isMaximum, ge(positions, 0)), "int32");
    const first = argmax(candidates, { dim: -1, keepdim: true });
    const found = gather(expand(positions, values.shape), first, { dim: -1 });
    return [reshape(maxima, maxima.shape.slice(0, -1)), reshape(maximum(found, 0), maxima.shape.slice(0, -1))];
  },
  gradient: {
    saves: () => ({ outputs: [1] }),
    vjp: ([g], { inputs, output }) => {
      const [, , h, w] = inputs[0].shape;
      return [g && dispatchFused(maxPool2dGradSpec, [g, output(1)], { inputSize: [h, w] })[0]];
    },
  },
};

/** The elements of each window in one dimension, `value` outside of the planes. */
function taps(x: Tensor, attrs: MaxPoolAttrs, value: number): Tensor {
  const { kernelSize, stride, padding, dilation } = attrs;
  const framed = frame(x, padding, reach(attrs, dilation), value);
  const cut = windows(framed, kernelSize, stride, dilation);
  return reshape(cut, [...cut.shape.slice(0, 4), kernelSize[0] * kernelSize[1]]);
}
