import type { FusedOps } from "@nn/core";
import { elementwise, type Expression } from "../elementwise";
import type { For } from "../kernel";
import { vectorMaths } from "../wgsl/maths";
import { SHARE } from "./gelu";

/** Φ(x) + x φ(x) */
const exact: Expression = {
  name: "geluGrad",
  code: () => "a * (0.5 * (1.0 + erf(b * 0.707106781)) + b * 0.39894228 * exp(-0.5 * b * b))",
  functions: () => vectorMaths("erf", "exp"),
};

/** s + x s (1 − s) (2 b)′ with s = sigmoid(2 b) */
const approximate: Expression = {
  name: "geluGrad of tanh",
  code: () => "a * slope(b)",
  functions: () => `${vectorMaths("sigmoid")}${SHARE}
fn slope(x: F) -> F {
  let s = share(x);
  return s + x * s * (1.0 - s) * (1.59576912 + 0.214064449 * x * x);
}`,
};

export const geluGrad: For<FusedOps["geluGrad"]> =
  (gpu) =>
  ([g, x], [y], attrs) =>
    elementwise(gpu, attrs.approximate === "tanh" ? approximate : exact, y, g, x);
