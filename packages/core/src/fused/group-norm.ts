import { ShapeError } from "../errors";
import { formatShape, sizeOf, type Shape } from "../shape";
import type { FusedOps } from "./fused-ops";
import type { FusedSpec } from "./fused-spec";
import { normGradient, normGradSpec } from "./norm-gradient";
import { normalize, normSpecs, type NormLayout } from "./normalization";

const groupNormGradSpec = /* @__PURE__ */ normGradSpec("groupNormGrad", layoutOf);

export const groupNormSpec: FusedSpec<"groupNorm"> = {
  name: "groupNorm",
  infer: (inputs, attrs) => {
    const { shape } = inputs[0];
    if (shape.length < 2)
      throw new ShapeError(`groupNorm: x must be [batch, channels, ...], got ${formatShape(shape)}`);
    if (shape[1] % attrs.groups !== 0) {
      throw new ShapeError(
        `groupNorm: ${attrs.groups} groups do not divide the ${shape[1]} channels of ${formatShape(shape)}`,
      );
    }
    return normSpecs("groupNorm", inputs, layoutOf(shape, attrs));
  },
  decompose: (inputs, attrs) => normalize(inputs, layoutOf(inputs[0].shape, attrs)),
  gradient: /* @__PURE__ */ normGradient(groupNormGradSpec, 2, layoutOf),
};

function layoutOf(shape: Shape, { groups, eps }: FusedOps["groupNorm"]): NormLayout {
  const [n, channels, ...rest] = shape;
  return {
    shape: [n, groups, (channels / groups) * sizeOf(rest)],
    dims: [2],
    statistics: [n, groups],
    parameters: [channels],
    affine: [channels, ...rest.map(() => 1)],
    centered: true,
    eps,
  };
}
