import { ShapeError } from "../errors";
import { formatShape, type Shape } from "../shape";
import type { FusedOps } from "./fused-ops";
import type { FusedSpec } from "./fused-spec";
import { normGradient, normGradSpec } from "./norm-gradient";
import { normalize, normSpecs, type NormLayout } from "./normalization";

const batchNormGradSpec = /* @__PURE__ */ normGradSpec("batchNormGrad", layoutOf);

export const batchNormSpec: FusedSpec<"batchNorm"> = {
  name: "batchNorm",
  infer: (inputs, attrs) => {
    const { shape } = inputs[0];
    if (shape.length < 2)
      throw new ShapeError(`batchNorm: x must be [batch, channels, ...], got ${formatShape(shape)}`);
    return normSpecs("batchNorm", inputs, layoutOf(shape, attrs));
  },
  decompose: (inputs, attrs) => normalize(inputs, layoutOf(inputs[0].shape, attrs)),
  gradient: /* @__PURE__ */ normGradient(batchNormGradSpec, 2, layoutOf),
};

function layoutOf(shape: Shape, { eps }: FusedOps["batchNorm"]): NormLayout {
  const channels = shape[1];
  return {
    shape,
    dims: shape.flatMap((_, i) => (i === 1 ? [] : [i])),
    statistics: [channels],
    parameters: [channels],
    affine: [channels, ...shape.slice(2).map(() => 1)],
    centered: true,
    eps,
  };
}
