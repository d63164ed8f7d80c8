import { div } from "../ops/binary/div";
import { expand } from "../ops/shape/expand";
import { fold } from "../ops/shape/fold-windows";
import { reshape } from "../ops/shape/reshape";
import { dispatchFused } from "../runtime/dispatch";
import { avgPool2dSpec } from "./avg-pool2d";
import { checkFloats } from "./check-floats";
import type { FusedSpec } from "./fused-spec";
import { reach, unframe, windowAreas } from "./pool-windows";

export const avgPool2dGradSpec: FusedSpec<"avgPool2dGrad"> = {
  name: "avgPool2dGrad",
  infer: ([g], { inputSize }) => {
    const dtype = checkFloats("avgPool2dGrad", ["g"], [g]);
    return [{ shape: [g.shape[0], g.shape[1], ...inputSize], dtype }];
  },
  decompose: ([g], attrs) => {
    const { kernelSize, stride, padding, inputSize } = attrs;
    const shares = div(g, windowAreas(g, inputSize, attrs));
    const spread = expand(reshape(shares, [...g.shape, 1, 1]), [...g.shape, ...kernelSize]);
    return [unframe(fold(spread, reach(attrs), stride, [1, 1]), padding, inputSize)];
  },
  gradient: {
    saves: () => ({}),
    vjp: ([u], { attrs }) => {
      const { inputSize: _, ...pool } = attrs;
      return [u && dispatchFused(avgPool2dSpec, [u], pool)[0]];
    },
  },
};
