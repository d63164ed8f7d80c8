import { div } from "../ops/binary/div";
import { sum } from "../ops/reduce/sum";
import { windows } from "../ops/shape/windows";
import { dispatchFused } from "../runtime/dispatch";
import { avgPool2dGradSpec } from "./avg-pool2d-grad";
import { checkFloats } from "./check-floats";
import type { FusedSpec } from "./fused-spec";
import { frame, poolShape, reach, windowAreas } from "./pool-windows";

export const avgPool2dSpec: FusedSpec<"avgPool2d"> = {
  name: "avgPool2d",
  infer: ([x], attrs) => {
    const dtype = checkFloats("avgPool2d", ["x"], [x]);
    return [{ shape: poolShape("avgPool2d", x, attrs), dtype }];
  },
  decompose: ([x], attrs) => {
    const { kernelSize, stride, padding } = attrs;
    const [, , h, w] = x.shape;
    const framed = frame(x, padding, reach(attrs), 0);
    const sums = sum(windows(framed, kernelSize, stride, [1, 1]), { dim: [-2, -1] });
    return [div(sums, windowAreas(x, [h, w], attrs))];
  },
  gradient: {
    saves: () => ({}),
    vjp: ([g], { attrs, inputs }) => {
      const [, , h, w] = inputs[0].shape;
      return [g && dispatchFused(avgPool2dGradSpec, [g], { ...attrs, inputSize: [h, w] })[0]];
    },
  },
};
