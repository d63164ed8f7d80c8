import { type CompareOp, isFloat, type Primitives } from "@nn/core";
import { elementwise } from "../elementwise";
import { storageType } from "../gpu/storage";
import type { For } from "../kernel";
import { vectorMaths } from "../wgsl/maths";

const codes: Readonly<Record<CompareOp, string>> = {
  eq: "a == b",
  ne: "a != b",
  lt: "a < b",
  le: "a <= b",
  gt: "a > b",
  ge: "a >= b",
  logicalAnd: "(a != zero) & (b != zero)",
  logicalOr: "(a != zero) | (b != zero)",
};

/** On floats, comparisons with NaN are false but for `ne`, also where a compiler assumes that there is none. */
function floatCode(op: CompareOp): string {
  switch (op) {
    case "ne":
    case "logicalOr":
      return `(${codes[op]}) | isNaN(a) | isNaN(b)`;
    case "logicalAnd":
      return "((a != zero) | isNaN(a)) & ((b != zero) | isNaN(b))";
    default:
      return `(${codes[op]}) & !isNaN(a) & !isNaN(b)`;
  }
}

export const compare: For<Primitives["compare"]> =
  (gpu) =>
  ([a, b], [y], { op }) => {
    const float = isFloat(a.dtype);
    const zero = float ? "F(0)" : `vec4<${storageType(a.dtype)}>(0)`;
    const code = (): string => {
      const condition = (float ? floatCode(op) : codes[op]).replaceAll("zero", zero);
      return `select(vec4<u32>(0), vec4<u32>(1), ${condition})`;
    };
    elementwise(gpu, { name: op, code, functions: () => (float ? vectorMaths("isNaN") : "") }, y, a, b);
  };
