import type { FusedOps } from "@nn/core";
import { elementwise, type Expression } from "../elementwise";
import type { For } from "../kernel";
import { vectorMaths } from "../wgsl/maths";

const exact: Expression = {
  name: "gelu",
  code: () => "0.5 * a * (1.0 + erf(a * 0.707106781))",
  functions: () => vectorMaths("erf"),
};

/** ½ (1 + tanh b) is sigmoid(2 b), which keeps the digits of negative numbers: here 2 b = √(8/π) (x + 0.044715 x³). */
export const SHARE = `
fn share(x: F) -> F { return sigmoid(x * (1.59576912 + 0.0713548163 * x * x)); }`;

const approximate: Expression = {
  name: "gelu of tanh",
  code: () => "a * share(a)",
  functions: () => vectorMaths("sigmoid") + SHARE,
};

/** GELU and its approximation: Hendrycks and Gimpel, https://arxiv.org/abs/1606.08415. */
export const gelu: For<FusedOps["gelu"]> =
  (gpu) =>
  ([x], [y], attrs) =>
    elementwise(gpu, attrs.approximate === "tanh" ? approximate : exact, y, x);
