import type { FusedOps } from "@nn/core";
import type { For } from "../kernel";
import { groupsOf } from "../norms/layout";
import { normalize } from "../norms/normalize";

export const groupNorm: For<FusedOps["groupNorm"]> =
  (gpu) =>
  (inputs, outputs, { groups, eps }) =>
    normalize(gpu, inputs, outputs, eps, true, groupsOf(inputs[0].shape, groups));
