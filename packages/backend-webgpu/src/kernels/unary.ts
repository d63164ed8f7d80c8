import { isFloat, type Primitives, type UnaryOp } from "@nn/core";
import { elementwise } from "../elementwise";
import type { For } from "../kernel";
import { vectorMaths } from "../wgsl/maths";

/** What is not a function of the op's name. */
const codes: { readonly [op in UnaryOp]?: string } = {
  neg: "-a",
  rsqrt: "inverseSqrt(a)",
  square: "a * a",
  reciprocal: "1.0 / a",
};

const floats: { readonly [op in UnaryOp]?: string } = {
  sign: "select(sign(a), a, isNaN(a))",
  relu: "select(max(a, F(0.0)), a, isNaN(a))",
};

export const unary: For<Primitives["unary"]> =
  (gpu) =>
  ([x], [y], { op }) => {
    const float = isFloat(x.dtype);
    const code = (): string =>
      codes[op] ?? (float ? floats[op] : op === "relu" ? "max(a, vec4<i32>(0))" : undefined) ?? `${op}(a)`;
    elementwise(
      gpu,
      { name: op, code, functions: () => (float ? vectorMaths(op in floats ? "isNaN" : op) : "") },
      y,
      x,
    );
  };
