import type { FusedOps } from "@nn/core";
import type { For } from "../kernel";
import { trailing } from "../norms/layout";
import { normalizeGrad } from "../norms/normalize-grad";
import { parameterGrads } from "../norms/parameter-grads";

export const layerNormGrad: For<FusedOps["layerNormGrad"]> =
  (gpu) =>
  (inputs, [toX, ...toParameters], { dims, eps }) => {
    const layout = trailing(toX.shape, dims);
    normalizeGrad(gpu, inputs, [toX], eps, true, layout);
    if (toParameters.length === 0) return;
    const rows = { images: layout.lines, parameters: layout.length, plane: 1, groups: 1 };
    parameterGrads(gpu, inputs.slice(0, 4), toParameters, eps, rows);
  };
