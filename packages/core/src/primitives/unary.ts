import type { UnaryOp } from "../backend";
import { isFloat } from "../dtype";
import { DTypeError } from "../errors";
import { cos } from "../ops/unary/cos";
import { exp } from "../ops/unary/exp";
import { neg } from "../ops/unary/neg";
import { cosh } from "../ops/unary/cosh";
import { rsqrt } from "../ops/unary/rsqrt";
import { sign } from "../ops/unary/sign";
import { sin } from "../ops/unary/sin";
import { sinh } from "../ops/unary/sinh";
import { square } from "../ops/unary/square";
import { add } from "../ops/binary/add";
import { div } from "../ops/binary/div";
import { mul } from "../ops/binary/mul";
import { sub } from "../ops/binary/sub";
import { zerosLike } from "../ops/creation/zeros-like";
import { gt } from "../ops/compare/gt";
import { where } from "../ops/compare/where";
import type { Tensor } from "../tensor/tensor";
import type { PrimitiveSpec } from "./primitive-spec";

/** The cotangent of the argument from that of the result; `v` is the argument or the result, as `reads` says. */
interface Rule {
  readonly reads: "x" | "y" | "nothing";
  readonly rule: (g: Tensor, v: Tensor) => Tensor;
}

const ofX = (rule: Rule["rule"]): Rule => ({ reads: "x", rule });
const ofY = (rule: Rule["rule"]): Rule => ({ reads: "y", rule });
const flat: Rule = { reads: "nothing", rule: (g) => zerosLike(g) };
const LN2 = Math.LN2;
const TWO_OVER_SQRT_PI = 2 / Math.sqrt(Math.PI);

const rules: Readonly<Record<UnaryOp, Rule>> = {
  abs: ofX((g, x) => mul(g, sign(x))),
  neg: { reads: "nothing", rule: (g) => neg(g) },
  sign: flat,
  exp: ofY((g, y) => mul(g, y)),
  expm1: ofY((g, y) => mul(g, add(y, 1))),
  log: ofX((g, x) => div(g, x)),
  log1p: ofX((g, x) => div(g, add(x, 1))),
  log2: ofX((g, x) => div(g, mul(x, LN2))),
  sqrt: ofY((g, y) => div(g, mul(y, 2))),
  rsqrt: ofY((g, y) => mul(mul(g, -0.5), mul(y, square(y)))),
  square: ofX((g, x) => mul(g, mul(x, 2))),
  reciprocal: ofY((g, y) => neg(mul(g, square(y)))),
  sin: ofX((g, x) => mul(g, cos(x))),
  cos: ofX((g, x) => neg(mul(g, sin(x)))),
  tan: ofY((g, y) => mul(g, add(square(y), 1))),
  asin: ofX((g, x) => mul(g, rsqrt(sub(1, square(x))))),
  acos: ofX((g, x) => neg(mul(g, rsqrt(sub(1, square(x)))))),
  atan: ofX((g, x) => div(g, add(square(x), 1))),
  sinh: ofX((g, x) => mul(g, cosh(x))),
  cosh: ofX((g, x) => mul(g, sinh(x))),
  tanh: ofY((g, y) => mul(g, sub(1, square(y)))),
  floor: flat,
  ceil: flat,
  round: flat,
  erf: ofX((g, x) => mul(g, mul(exp(neg(square(x))), TWO_OVER_SQRT_PI))),
  sigmoid: ofY((g, y) => mul(g, mul(y, sub(1, y)))),
  relu: ofY((g, y) => where(gt(y, 0), g, 0)),
};

/** Ops that make sense for integers as well. */
const INTEGER_OPS: ReadonlySet<UnaryOp> = /* @__PURE__ */ new Set<UnaryOp>(["abs", "neg", "sign", "square", "relu"]);

export const unary: PrimitiveSpec<{ readonly op: UnaryOp }> = {
  strided: true,
  title: ({ op }) => op,
  infer: ([x], { op }) => {
    if (!isFloat(x.dtype) && !(x.dtype === "int32" && INTEGER_OPS.has(op))) {
      throw new DTypeError(`${op}: ${x.dtype} is not supported, convert it first, for example x.to("float32")`);
    }
    return [{ shape: x.shape, dtype: x.dtype }];
  },
  gradient: {
    saves: (_, { op }) => {
      const { reads } = rules[op];
      return reads === "x" ? { inputs: [0] } : reads === "y" ? { outputs: [0] } : {};
    },
    vjp: ([g], { attrs, input, output }) => {
      const { reads, rule } = rules[attrs.op];
      return [g && rule(g, reads === "x" ? input(0) : reads === "y" ? output(0) : g)];
    },
  },
};
