import { type FusedOps, sizeOf } from "@nn/core";
import type { For } from "../kernel";
import { groupsOf } from "../norms/layout";
import { normalizeGrad } from "../norms/normalize-grad";
import { parameterGrads } from "../norms/parameter-grads";

export const groupNormGrad: For<FusedOps["groupNormGrad"]> =
  (gpu) =>
  (inputs, [toX, ...toParameters], { groups, eps }) => {
    const [images, parameters, ...plane] = toX.shape;
    normalizeGrad(gpu, inputs, [toX], eps, true, groupsOf(toX.shape, groups));
    if (toParameters.length === 0) return;
    const channels = { images, parameters, plane: sizeOf(plane), groups };
    parameterGrads(gpu, inputs.slice(0, 4), toParameters, eps, channels);
  };
