import type { Shape } from "../shape";
import type { FusedOps } from "./fused-ops";
import type { FusedSpec } from "./fused-spec";
import { normGradient, normGradSpec } from "./norm-gradient";
import { normalize, normSpecs, trailingLayout, type NormLayout } from "./normalization";

const layerNormGradSpec = /* @__PURE__ */ normGradSpec("layerNormGrad", layoutOf);

export const layerNormSpec: FusedSpec<"layerNorm"> = {
  name: "layerNorm",
  infer: (inputs, attrs) => normSpecs("layerNorm", inputs, layoutOf(inputs[0].shape, attrs)),
  decompose: (inputs, attrs) => normalize(inputs, layoutOf(inputs[0].shape, attrs)),
  gradient: /* @__PURE__ */ normGradient(layerNormGradSpec, 2, layoutOf),
};

function layoutOf(shape: Shape, { dims, eps }: FusedOps["layerNorm"]): NormLayout {
  return trailingLayout(shape, dims, eps, true);
}
