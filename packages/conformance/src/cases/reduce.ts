import {
  all,
  amax,
  amin,
  any,
  countNonzero,
  logsumexp,
  mean,
  norm,
  prod,
  std,
  sum,
  variance,
  type Tensor,
} from "@nn/core";
import { casesOf, large, row, type Case, type CaseOptions, type OpName } from "../case";
import {
  bools,
  bytes,
  expanded,
  floats,
  given,
  givenBools,
  givenInts,
  ints,
  positive,
  thirds,
  type InputSpec,
} from "../inputs";
import type { ToleranceName } from "../tolerances";

interface Options {
  dim?: number | readonly number[];
  keepdim?: boolean;
}

/** A reduction over any dimensions and its Python expressions: over all, and over some. */
interface Reduction {
  readonly fn: (x: Tensor, options?: Options) => Tensor;
  readonly whole: string;
  readonly over: (dim: string, keepdim: string) => string;
  readonly tolerance?: ToleranceName;
  readonly input?: (shape: readonly number[]) => InputSpec;
  readonly options?: CaseOptions;
  /** PyTorch and core refuse to reduce nothing. */
  readonly refusesEmpty?: boolean;
}

const named =
  (name: string) =>
  (dim: string, keepdim: string): string =>
    `torch.${name}(x, dim=${dim}, keepdim=${keepdim})`;

/** `torch.prod`, `any` and `all` take one dimension only. */
const oneByOne =
  (name: string) =>
  (dim: string, keepdim: string): string =>
    `fold_dims(torch.${name}, x, ${dim}, ${keepdim})`;

const table: Readonly<Partial<Record<OpName, Reduction>>> = {
  sum: { fn: sum, whole: "torch.sum(x)", over: named("sum") },
  mean: { fn: mean, whole: "torch.mean(x)", over: named("mean") },
  prod: { fn: prod, whole: "torch.prod(x)", over: oneByOne("prod"), input: (s) => floats(s, { margin: 0.5 }), options: { float16: false } },
  amax: { fn: amax, whole: "torch.amax(x)", over: named("amax"), tolerance: "exact", refusesEmpty: true },
  amin: { fn: amin, whole: "torch.amin(x)", over: named("amin"), tolerance: "exact", refusesEmpty: true },
  any: { fn: any, whole: "torch.any(x)", over: oneByOne("any"), tolerance: "exact", input: (s) => ints(s, 0, 2), options: { grad: [] } },
  all: { fn: all, whole: "torch.all(x)", over: oneByOne("all"), tolerance: "exact", input: (s) => ints(s, 0, 3), options: { grad: [] } },
  countNonzero: { fn: countNonzero, whole: "torch.count_nonzero(x)", over: (dim, keepdim) => `torch.sum(x != 0, dim=${dim}, keepdim=${keepdim})`, tolerance: "exact", input: (s) => ints(s, 0, 2), options: { grad: [] } },
  logsumexp: { fn: logsumexp, whole: "torch.logsumexp(x, dim=list(range(x.dim())))", over: named("logsumexp") },
  var: { fn: variance, whole: "torch.var(x)", over: named("var"), tolerance: "deep" },
  std: { fn: std, whole: "torch.std(x)", over: named("std"), tolerance: "deep" },
  norm: { fn: norm, whole: "torch.linalg.vector_norm(x)", over: (dim, keepdim) => `torch.linalg.vector_norm(x, dim=${dim}, keepdim=${keepdim})` },
}; // oxfmt-ignore

function reductionCases(op: OpName, reduction: Reduction): Case[] {
  const { fn, whole, over, tolerance = "sums", input = floats, options = {}, refusesEmpty = false } = reduction;
  const spread = op === "var" || op === "std";
  const rows = [
    row("everything", { x: input([3, 5]) }, ({ x }) => fn(x), whole, options),
    row("first dimension", { x: input([3, 5]) }, ({ x }) => fn(x, { dim: 0 }), over("0", "False"), options),
    row("last dimension, kept", { x: input([2, 3, 4]) }, ({ x }) => fn(x, { dim: -1, keepdim: true }), over("-1", "True"), options),
    row("outer dimensions", { x: input([2, 3, 4]) }, ({ x }) => fn(x, { dim: [0, 2] }), over("(0, 2)", "False"), options),
    row("middle dimension", { x: input([2, 3, 4]) }, ({ x }) => fn(x, { dim: 1 }), over("1", "False"), options),
    row("an expanded view", { x: expanded(input([3, 1]), [3, 4]) }, ({ x }) => fn(x, { dim: 0 }), over("0", "False"), options),
    row("an odd number in a row", { x: input([37]) }, ({ x }) => fn(x), whole, options),
    row("an empty result", { x: input([0, 3]) }, ({ x }) => fn(x, { dim: 1 }), over("1", "False"), options),
  ]; // oxfmt-ignore
  if (!spread) rows.push(row("scalar", { x: input([]) }, ({ x }) => fn(x), whole, options));
  if (!refusesEmpty && !spread && op !== "mean") {
    rows.push(
      row("nothing", { x: input([2, 0]) }, ({ x }) => fn(x, { dim: 1 }), over("1", "False"), {
        ...options,
        differences: op !== "logsumexp",
      }),
    );
  }
  if (op !== "any" && op !== "all" && op !== "countNonzero") {
    const special = given([NaN, 1, 2, Infinity, 1, 2, -Infinity, 1, 2, Infinity, -Infinity, 3, 0, 0, 0], [5, 3]);
    const off = { ...options, grad: [] };
    rows.push(row("NaN and infinities", { x: special }, ({ x }) => fn(x, { dim: 1 }), over("1", "False"), off));
  }
  return casesOf("reduce", op, tolerance, rows);
}

const KINKS = { differences: false, second: false } as const;

const more = [
  ...casesOf("reduce", "sum", "exact", [
    row("integers", { x: ints([3, 4], -9, 10) }, ({ x }) => sum(x, { dim: 0 }), "torch.sum(x, dim=0, dtype=torch.int32)"),
    row("bytes add up beyond 255", { x: bytes([2, 6]) }, ({ x }) => sum(x, { dim: 1 }), "torch.sum(x, dim=1)"),
    row("integers as floats", { x: ints([2, 3], -9, 9) }, ({ x }) => sum(x, { dtype: "float32" }), "torch.sum(x, dtype=torch.float32)"),
    row("truth values are counted", { x: bools([2, 6]) }, ({ x }) => sum(x), "torch.sum(x)"),
    large("more than a grid of workgroups", { x: thirds([263, 257]) }, ({ x }) => sum(x), { tolerance: "sums" }),
    large("long rows", { x: thirds([3, 70001]) }, ({ x }) => sum(x, { dim: 1 }), { tolerance: "sums" }),
    large("long columns", { x: thirds([70001, 3]) }, ({ x }) => sum(x, { dim: 0 }), { tolerance: "sums" }),
    large("many rows", { x: thirds([70001, 2]) }, ({ x }) => sum(x, { dim: 1 }), { tolerance: "sums" }),
  ]),
  ...casesOf("reduce", "mean", "sums", [
    large("long rows", { x: thirds([3, 30011]) }, ({ x }) => mean(x, { dim: 1 })),
    row("integers as floats", { x: ints([2, 3], -9, 9) }, ({ x }) => mean(x, { dim: 1, dtype: "float32" }), "torch.mean(x, 1, dtype=torch.float32)"),
    row("nothing is NaN", { x: floats([2, 0]) }, ({ x }) => mean(x, { dim: 1 }), "torch.mean(x, dim=1)", { grad: [] }),
  ]),
  ...casesOf("reduce", "prod", "sums", [
    row("one zero", { x: given([2, 0, 3, 1, 4, 5], [2, 3]) }, ({ x }) => prod(x, { dim: 1 }), "torch.prod(x, 1)"),
    row("two zeros", { x: given([0, 2, 0, 3]) }, ({ x }) => prod(x), "torch.prod(x, 0)"),
    row("integers as floats", { x: givenInts([2, -3, 4, 5], [2, 2]) }, ({ x }) => prod(x, { dim: 1, dtype: "float32" }), "torch.prod(x, 1, dtype=torch.float32)"),
    row("integers", { x: givenInts([2, -3, 4, 5], [2, 2]) }, ({ x }) => prod(x, { dim: 1 }), "torch.prod(x, 1)", { tolerance: "exact" }),
  ]),
  ...casesOf("reduce", "amax", "exact", [
    row("equal extremes share the gradient", { x: given([3, 1, 3, 2, 2, 2], [2, 3]) }, ({ x }) => amax(x, { dim: 1 }), "torch.amax(x, 1)", KINKS),
    row("integers", { x: ints([3, 4], -9, 10) }, ({ x }) => amax(x, { dim: 1 }), "torch.amax(x, 1)"),
    large("more than a grid of workgroups", { x: floats([263, 257]) }, ({ x }) => amax(x, { dim: 0 })),
  ]),
  ...casesOf("reduce", "amin", "exact", [
    row("equal extremes share the gradient", { x: given([3, 1, 1, 2, 2, 2], [2, 3]) }, ({ x }) => amin(x, { dim: 1 }), "torch.amin(x, 1)", KINKS),
  ]),
  ...casesOf("reduce", "any", "exact", [
    row("truth values", { x: givenBools([0, 0, 0, 1], [2, 2]) }, ({ x }) => any(x, { dim: 1 }), "torch.any(x, 1)"),
    row("floats, where NaN counts as true", { x: given([0, -0, NaN, 0], [2, 2]) }, ({ x }) => any(x, { dim: 1 }), "torch.any(x != 0, 1)", { grad: [] }),
  ]),
  ...casesOf("reduce", "all", "exact", [
    row("truth values", { x: givenBools([1, 1, 0, 1], [2, 2]) }, ({ x }) => all(x, { dim: 1 }), "torch.all(x, 1)"),
    row("floats, where NaN counts as true", { x: given([1, -0, NaN, 2], [2, 2]) }, ({ x }) => all(x, { dim: 1 }), "torch.all(x != 0, 1)", { grad: [] }),
  ]),
  ...casesOf("reduce", "countNonzero", "exact", [
    row("floats", { x: given([1, -0, NaN, 0], [2, 2]) }, ({ x }) => countNonzero(x, { dim: 1 }), "torch.sum(x != 0, 1)", { grad: [] }),
  ]),
  ...casesOf("reduce", "logsumexp", "sums", [
    row("large numbers", { x: given([500, 501, -500, -501], [2, 2]) }, ({ x }) => logsumexp(x, { dim: 1 }), "torch.logsumexp(x, 1)", { float16: false }),
    row("a row of −∞", { x: given([-Infinity, -Infinity, 0, 1], [2, 2]) }, ({ x }) => logsumexp(x, { dim: 1 }), "torch.logsumexp(x, 1)", { grad: [] }),
  ]),
  ...casesOf("reduce", "var", "deep", [
    row("of a population", { x: floats([3, 5]) }, ({ x }) => variance(x, { dim: 1, correction: 0 }), "torch.var(x, 1, unbiased=False)"),
    row("far from 0", { x: floats([2, 6], { low: 1000, high: 1002 }) }, ({ x }) => variance(x, { dim: 1 }), "torch.var(x, 1)", { float16: false }),
    row("one element is NaN", { x: floats([1]) }, ({ x }) => variance(x), "torch.var(x)", { grad: [] }),
  ]),
  ...casesOf("reduce", "std", "deep", [
    row("equal elements have a gradient of 0", { x: given([2, 2, 2, 1, 2, 3], [2, 3]) }, ({ x }) => std(x, { dim: 1 }), "torch.std(x, 1)", KINKS),
    row("of a population", { x: floats([3, 5]) }, ({ x }) => std(x, { dim: 1, correction: 0 }), "torch.std(x, 1, unbiased=False)"),
  ]),
  ...casesOf("reduce", "norm", "sums", [
    row("p = 1", { x: floats([3, 5]) }, ({ x }) => norm(x, { p: 1, dim: 1 }), "torch.linalg.vector_norm(x, 1, dim=1)"),
    row("p = 3", { x: floats([3, 5]) }, ({ x }) => norm(x, { p: 3, dim: 1 }), "torch.linalg.vector_norm(x, 3, dim=1)"),
    row("p = 0.5", { x: positive([3, 5]) }, ({ x }) => norm(x, { p: 0.5, dim: 1 }), "torch.linalg.vector_norm(x, 0.5, dim=1)", { tolerance: "deep" }),
    row("p = ∞", { x: floats([3, 5]) }, ({ x }) => norm(x, { p: Infinity, dim: 1 }), "torch.linalg.vector_norm(x, inf, dim=1)"),
    row("p = −∞", { x: floats([3, 5]) }, ({ x }) => norm(x, { p: -Infinity, dim: 1 }), "torch.linalg.vector_norm(x, -inf, dim=1)"),
    row("p = 0", { x: given([0, 1, 2, 0, 0, 3], [2, 3]) }, ({ x }) => norm(x, { p: 0, dim: 1 }), "torch.linalg.vector_norm(x, 0, dim=1)", { grad: [] }),
    row("zeros have a gradient of 0", { x: given([0, 0, 3, 4], [2, 2]) }, ({ x }) => norm(x, { dim: 1 }), "torch.linalg.vector_norm(x, dim=1)", KINKS),
  ]),
]; // oxfmt-ignore

export const reduceTable: readonly Case[] = [
  ...(Object.keys(table) as OpName[]).flatMap((op) => reductionCases(op, table[op]!)),
  ...more,
];
