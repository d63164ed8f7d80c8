import { type BinaryOp, isFloat, type Primitives } from "@nn/core";
import { elementwise } from "../elementwise";
import { storageType } from "../gpu/storage";
import type { For } from "../kernel";
import { integerMaths } from "../wgsl/integers";
import { vectorMaths } from "../wgsl/maths";

const codes: Readonly<Record<BinaryOp, string>> = {
  add: "a + b",
  sub: "a - b",
  mul: "a * b",
  div: "a / b",
  pow: "pow(a, b)",
  maximum: "max(a, b)",
  minimum: "min(a, b)",
  atan2: "atan2(a, b)",
  remainder: "remainder(a, b)",
  floorDiv: "floorDiv(a, b)",
};

function floatCode(op: BinaryOp): string {
  const plain = codes[op];
  return op === "maximum" || op === "minimum" ? `select(${plain}, notANumber(), isNaN(a) | isNaN(b))` : plain;
}

export const binary: For<Primitives["binary"]> =
  (gpu) =>
  ([a, b], [y], { op }) => {
    const float = isFloat(y.dtype);
    const plain = (): string => (float ? floatCode(op) : op === "div" ? "quotient(a, b)" : codes[op]);
    const code = (): string => (y.dtype === "uint8" ? `(${plain()}) & vec4<u32>(255)` : plain());
    const functions = (): string =>
      float ? vectorMaths(op, "notANumber", "isNaN") : integerMaths(storageType(y.dtype));
    elementwise(gpu, { name: op, code, functions }, y, a, b);
  };
