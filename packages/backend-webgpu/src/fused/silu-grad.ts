import type { FusedOps } from "@nn/core";
import { elementwise, type Expression } from "../elementwise";
import type { For } from "../kernel";
import { vectorMaths } from "../wgsl/maths";

const expression: Expression = {
  name: "siluGrad",
  code: () => "a * slope(b)",
  functions: () => `${vectorMaths("sigmoid")}
fn slope(x: F) -> F {
  let s = sigmoid(x);
  return s * (1.0 + x * (1.0 - s));
}`,
};

export const siluGrad: For<FusedOps["siluGrad"]> =
  (gpu) =>
  ([g, x], [y]) =>
    elementwise(gpu, expression, y, g, x);
