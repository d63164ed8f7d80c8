import { type Kernel, type Primitives, sizeOf, type UnaryOp } from "@nn/core";
import { flatStep } from "../elementwise";
import { addressOf, type Machine } from "../machine/machine";
import { copyTo } from "../move";

/** As assembly/elementwise/unary-op.ts numbers them. */
const OPS: Readonly<Record<UnaryOp, number>> = {
  abs: 0, neg: 1, sign: 2, exp: 3, expm1: 4, log: 5, log1p: 6, log2: 7, sqrt: 8, rsqrt: 9, square: 10, reciprocal: 11,
  sin: 12, cos: 13, tan: 14, asin: 15, acos: 16, atan: 17, sinh: 18, cosh: 19, tanh: 20, floor: 21, ceil: 22, round: 23,
  erf: 24, sigmoid: 25, relu: 26,
}; // oxfmt-ignore

const KERNELS = { float32: "unaryF32", float64: "unaryF64", int32: "unaryI32" } as const;

/** Elements in 50 µs or more, of arithmetic that memory limits, of vector maths, and of what is computed one by one. */
const GRAIN = 2 ** 18;
const MATHS_GRAIN = 2 ** 16;
const SCALAR_GRAIN = 2 ** 12;

const ARITHMETIC: ReadonlySet<UnaryOp> = /* @__PURE__ */ new Set<UnaryOp>([
  "abs", "neg", "sign", "sqrt", "rsqrt", "square", "reciprocal", "floor", "ceil", "round", "relu",
]); // oxfmt-ignore
const SCALAR: ReadonlySet<UnaryOp> = /* @__PURE__ */ new Set<UnaryOp>(["tan", "asin", "acos", "atan", "sinh", "cosh"]);

export const unary =
  (machine: Machine): Kernel<Primitives["unary"]> =>
  ([x], [y], { op }) => {
    const size = sizeOf(y.shape);
    const to = addressOf(y);
    const inPlace = size > 1 && flatStep(x) !== 1;
    if (inPlace) copyTo(machine, x, to);
    const grain = ARITHMETIC.has(op) ? GRAIN : SCALAR.has(op) || y.dtype === "float64" ? SCALAR_GRAIN : MATHS_GRAIN;
    const kernel = KERNELS[y.dtype as keyof typeof KERNELS];
    machine.parallel(kernel, size, grain, OPS[op], to, inPlace ? to : addressOf(x));
  };
