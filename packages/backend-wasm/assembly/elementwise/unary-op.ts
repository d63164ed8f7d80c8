/** As src/kernels/unary.ts numbers them. */
export const enum UnaryOp {
  abs, neg, sign, exp, expm1, log, log1p, log2, sqrt, rsqrt, square, reciprocal, sin, cos, tan, asin, acos, atan,
  sinh, cosh, tanh, floor, ceil, round, erf, sigmoid, relu,
}
