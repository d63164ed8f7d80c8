import {
  abs,
  acos,
  asin,
  atan,
  ceil,
  clamp,
  cos,
  cosh,
  erf,
  erfinv,
  exp,
  expm1,
  floor,
  log,
  log1p,
  log2,
  neg,
  reciprocal,
  relu,
  round,
  rsqrt,
  sigmoid,
  sign,
  sin,
  sinh,
  sqrt,
  square,
  tan,
  tanh,
  type Tensor,
} from "@nn/core";
import { casesOf, large, row, type Case, type OpName } from "../case";
import { floats, given, givenInts, SPECIAL, type FloatRange } from "../inputs";
import type { ToleranceName } from "../tolerances";

/** An elementwise op, its Python expression and the range where it is smooth. */
interface UnaryRow {
  readonly fn: (x: Tensor) => Tensor;
  readonly torch: string;
  readonly range: FloatRange;
  readonly tolerance?: ToleranceName;
  /** Of bigger numbers than 16 bits hold, or too steep for them. */
  readonly steep?: boolean;
}

const ANY: FloatRange = {};
const POSITIVE: FloatRange = { low: 0.25, high: 3 };
const INNER: FloatRange = { low: -0.75, high: 0.75 };
const BETWEEN_INTEGERS: FloatRange = { away: [-2, -1, 0, 1, 2] };
const BETWEEN_HALVES: FloatRange = { away: [-1.5, -0.5, 0.5, 1.5] };

const table: Readonly<Partial<Record<OpName, UnaryRow>>> = {
  abs: { fn: abs, torch: "torch.abs(x)", range: ANY, tolerance: "exact" },
  acos: { fn: acos, torch: "torch.acos(x)", range: INNER },
  asin: { fn: asin, torch: "torch.asin(x)", range: INNER },
  atan: { fn: atan, torch: "torch.atan(x)", range: ANY },
  ceil: { fn: ceil, torch: "torch.ceil(x)", range: BETWEEN_INTEGERS, tolerance: "exact" },
  cos: { fn: cos, torch: "torch.cos(x)", range: ANY },
  cosh: { fn: cosh, torch: "torch.cosh(x)", range: ANY, steep: true },
  erf: { fn: erf, torch: "torch.erf(x)", range: ANY },
  erfinv: { fn: erfinv, torch: "torch.erfinv(x)", range: INNER, tolerance: "sums" },
  exp: { fn: exp, torch: "torch.exp(x)", range: ANY, steep: true },
  expm1: { fn: expm1, torch: "torch.expm1(x)", range: ANY, steep: true },
  floor: { fn: floor, torch: "torch.floor(x)", range: BETWEEN_INTEGERS, tolerance: "exact" },
  log: { fn: log, torch: "torch.log(x)", range: POSITIVE },
  log1p: { fn: log1p, torch: "torch.log1p(x)", range: { low: -0.5, high: 3 } },
  log2: { fn: log2, torch: "torch.log2(x)", range: POSITIVE },
  neg: { fn: neg, torch: "torch.neg(x)", range: ANY, tolerance: "exact" },
  reciprocal: { fn: reciprocal, torch: "torch.reciprocal(x)", range: { margin: 0.5 }, tolerance: "arithmetic" },
  relu: { fn: relu, torch: "torch.relu(x)", range: ANY, tolerance: "exact" },
  round: { fn: round, torch: "torch.round(x)", range: BETWEEN_HALVES, tolerance: "exact" },
  rsqrt: { fn: rsqrt, torch: "torch.rsqrt(x)", range: POSITIVE },
  sigmoid: { fn: sigmoid, torch: "torch.sigmoid(x)", range: ANY },
  // PyTorch gives 0 for NaN here, which hides it.
  sign: { fn: sign, torch: "torch.where(x.isnan(), x, torch.sign(x))", range: ANY, tolerance: "exact" },
  sin: { fn: sin, torch: "torch.sin(x)", range: ANY },
  sinh: { fn: sinh, torch: "torch.sinh(x)", range: ANY, steep: true },
  sqrt: { fn: sqrt, torch: "torch.sqrt(x)", range: POSITIVE, tolerance: "arithmetic" },
  square: { fn: square, torch: "torch.square(x)", range: ANY, tolerance: "arithmetic" },
  tan: { fn: tan, torch: "torch.tan(x)", range: { low: -1.25, high: 1.25 }, steep: true },
  tanh: { fn: tanh, torch: "torch.tanh(x)", range: ANY },
};

function unaryCases(op: OpName, { fn, torch, range, tolerance = "function", steep = false }: UnaryRow): Case[] {
  const options = { float16: !steep };
  return casesOf("unary", op, tolerance, [
    row("matrix", { x: floats([3, 5], range) }, ({ x }) => fn(x), torch, options),
    row("scalar", { x: floats([], range) }, ({ x }) => fn(x), torch, options),
    row("empty", { x: floats([0, 3], range) }, ({ x }) => fn(x), torch),
    row("three dimensions of odd sizes", { x: floats([3, 1, 7], range) }, ({ x }) => fn(x), torch, options),
    row("NaN, infinities and zeros", { x: given(SPECIAL) }, ({ x }) => fn(x), torch, { grad: [], float16: false }),
    row("integers", { x: givenInts([-3, -1, 0, 1, 2]) }, ({ x }) => fn(x), torch),
  ]);
}

const KINKS = { differences: false, second: false } as const;

const many = (op: OpName, fn: (x: Tensor) => Tensor): Case[] =>
  casesOf("unary", op, "function", [
    large("more than a grid of workgroups", { x: floats([263, 257]) }, ({ x }) => fn(x)),
    large("more than a grid of workgroups, 5 dimensions", { x: floats([7, 1, 97, 5, 23]) }, ({ x }) => fn(x)),
  ]);

const kinks = [
  ...casesOf("unary", "abs", "exact", [
    row("gradient at 0", { x: given([-1, 0, 1]) }, ({ x }) => abs(x), "torch.abs(x)", KINKS),
  ]),
  ...casesOf("unary", "relu", "exact", [
    row("gradient at 0", { x: given([-1, 0, 1]) }, ({ x }) => relu(x), "torch.relu(x)", KINKS),
  ]),
  ...casesOf("unary", "sqrt", "exact", [
    row("gradient at 0 is infinite", { x: given([0, 1, 4]) }, ({ x }) => sqrt(x), "torch.sqrt(x)", KINKS),
  ]),
  ...casesOf("unary", "round", "exact", [
    row(
      "halves go to even numbers",
      { x: given([-2.5, -1.5, -0.5, 0.5, 1.5, 2.5]) },
      ({ x }) => round(x),
      "torch.round(x)",
      {
        differences: false,
      },
    ),
  ]),
  ...casesOf("unary", "sigmoid", "function", [
    row("far out", { x: given([-90, -30, 30, 90]) }, ({ x }) => sigmoid(x), "torch.sigmoid(x)", { float16: false }),
  ]),
  ...casesOf("unary", "tanh", "function", [
    row("far out", { x: given([-90, -30, 30, 90]) }, ({ x }) => tanh(x), "torch.tanh(x)", { float16: false }),
    row("near 0", { x: given([-1e-5, 1e-7, 1e-3, 0.015625]) }, ({ x }) => tanh(x), "torch.tanh(x)", { float16: false }),
  ]),
  ...casesOf("unary", "exp", "function", [
    row("wide range", { x: given([-80, -20.5, 0.001, 20.5, 80]) }, ({ x }) => exp(x), "torch.exp(x)", {
      float16: false,
      differences: false,
    }),
  ]),
  ...casesOf("unary", "log", "function", [
    row("wide range", { x: given([1e-30, 1e-3, 0.999, 1.001, 1e30]) }, ({ x }) => log(x), "torch.log(x)", {
      float16: false,
      grad: [],
    }),
  ]),
  ...casesOf("unary", "expm1", "function", [
    row("near 0", { x: given([-1e-3, -1e-6, 0, 1e-6, 1e-3]) }, ({ x }) => expm1(x), "torch.expm1(x)", {
      float16: false,
    }),
  ]),
  ...casesOf("unary", "log1p", "function", [
    row("near 0", { x: given([-1e-3, -1e-6, 0, 1e-6, 1e-3]) }, ({ x }) => log1p(x), "torch.log1p(x)", {
      float16: false,
    }),
  ]),
  ...casesOf("unary", "erf", "function", [
    row("both ends", { x: given([-9, -4, -1e-3, 1e-3, 0.5, 4, 9]) }, ({ x }) => erf(x), "torch.erf(x)", {
      float16: false,
    }),
  ]),
  ...casesOf("unary", "sin", "function", [
    row("many turns", { x: given([-1000, -100, 31.4, 100, 1000]) }, ({ x }) => sin(x), "torch.sin(x)", {
      float16: false,
    }),
  ]),
  ...casesOf("unary", "cos", "function", [
    row("many turns", { x: given([-1000, -100, 31.4, 100, 1000]) }, ({ x }) => cos(x), "torch.cos(x)", {
      float16: false,
    }),
  ]),
];

const LIMITS: FloatRange = { away: [-1, 0.5] };

const clampCases = casesOf("unary", "clamp", "exact", [
  row(
    "both limits",
    { x: floats([3, 5], LIMITS) },
    ({ x }) => clamp(x, { min: -1, max: 0.5 }),
    "torch.clamp(x, -1, 0.5)",
  ),
  row("min only", { x: floats([7], LIMITS) }, ({ x }) => clamp(x, { min: -1 }), "torch.clamp(x, min=-1)"),
  row("max only", { x: floats([], LIMITS) }, ({ x }) => clamp(x, { max: 0.5 }), "torch.clamp(x, max=0.5)"),
  row(
    "gradient at the limits",
    { x: given([-1, -0.5, 0.5, 2]) },
    ({ x }) => clamp(x, { min: -1, max: 0.5 }),
    "torch.clamp(x, -1, 0.5)",
    KINKS,
  ),
  row(
    "NaN, infinities and zeros",
    { x: given(SPECIAL) },
    ({ x }) => clamp(x, { min: -1, max: 1 }),
    "torch.clamp(x, -1, 1)",
    { grad: [] },
  ),
  row("integers", { x: givenInts([-5, 0, 5]) }, ({ x }) => clamp(x, { min: -1, max: 2 }), "torch.clamp(x, -1, 2)"),
  row(
    "a lower limit above the upper one",
    { x: floats([5]) },
    ({ x }) => clamp(x, { min: 1, max: -1 }),
    "torch.clamp(x, 1, -1)",
  ),
  row(
    "limits larger than the input",
    { x: floats([4]), low: floats([3, 1], { low: -1, high: -0.5 }) },
    ({ x, low }) => clamp(x, { min: low }),
    "torch.maximum(x, low)",
  ),
  row(
    "limits of tensors",
    { x: floats([3, 4]), low: floats([4], { low: -2, high: -1 }), high: floats([3, 1], { low: 0.25, high: 1 }) },
    ({ x, low, high }) => clamp(x, { min: low, max: high }),
    "torch.clamp(x, low, high)",
  ),
]);

export const unaryTable: readonly Case[] = [
  ...(Object.keys(table) as OpName[]).flatMap((op) => unaryCases(op, table[op]!)),
  ...many("exp", exp),
  ...many("relu", relu),
  ...kinks,
  ...clampCases,
];
