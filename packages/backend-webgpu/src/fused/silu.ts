import type { FusedOps } from "@nn/core";
import { elementwise, type Expression } from "../elementwise";
import type { For } from "../kernel";
import { vectorMaths } from "../wgsl/maths";

const expression: Expression = {
  name: "silu",
  code: () => "a * sigmoid(a)",
  functions: () => vectorMaths("sigmoid"),
};

export const silu: For<FusedOps["silu"]> =
  (gpu) =>
  ([x], [y]) =>
    elementwise(gpu, expression, y, x);
