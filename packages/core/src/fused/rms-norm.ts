import type { Shape } from "../shape";
import type { FusedOps } from "./fused-ops";
import type { FusedSpec } from "./fused-spec";
import { normGradient, normGradSpec } from "./norm-gradient";
import { normalize, normSpecs, trailingLayout, type NormLayout } from "./normalization";

const rmsNormGradSpec = /* @__PURE__ */ normGradSpec("rmsNormGrad", layoutOf);

export const rmsNormSpec: FusedSpec<"rmsNorm"> = {
  name: "rmsNorm",
  infer: (inputs, attrs) => normSpecs("rmsNorm", inputs, layoutOf(inputs[0].shape, attrs)),
  decompose: (inputs, attrs) => normalize(inputs, layoutOf(inputs[0].shape, attrs)),
  gradient: /* @__PURE__ */ normGradient(rmsNormGradSpec, 1, layoutOf),
};

function layoutOf(shape: Shape, { dims, eps }: FusedOps["rmsNorm"]): NormLayout {
  return trailingLayout(shape, dims, eps, false);
}
