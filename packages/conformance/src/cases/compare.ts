import {
  eq,
  ge,
  gt,
  isFinite,
  isInf,
  isNaN,
  le,
  logicalAnd,
  logicalNot,
  logicalOr,
  lt,
  ne,
  where,
  type Tensor,
  type TensorLike,
} from "@nn/core";
import { casesOf, large, row, type Case, type OpName } from "../case";
import { bools, bytes, floats, given, givenBools, ints, SPECIAL } from "../inputs";

type Comparison = (a: TensorLike, b: TensorLike) => Tensor;

const comparisons: Readonly<Partial<Record<OpName, readonly [Comparison, string]>>> = {
  eq: [eq, "torch.eq"],
  ne: [ne, "torch.ne"],
  lt: [lt, "torch.lt"],
  le: [le, "torch.le"],
  gt: [gt, "torch.gt"],
  ge: [ge, "torch.ge"],
  logicalAnd: [logicalAnd, "torch.logical_and"],
  logicalOr: [logicalOr, "torch.logical_or"],
};

const NONE = { grad: [] } as const;

function comparisonCases(op: OpName, [fn, torch]: readonly [Comparison, string]): Case[] {
  const both = `${torch}(a, b)`;
  return casesOf("compare", op, "exact", [
    row("floats", { a: given([-1, 0, 1, 2, 3, 0], [2, 3]), b: given([0, 0, 2]) }, ({ a, b }) => fn(a, b), both, NONE),
    row("integers", { a: ints([3, 4], -2, 3), b: ints([4], -2, 3) }, ({ a, b }) => fn(a, b), both),
    row("bytes", { a: bytes([5]), b: bytes([5]) }, ({ a, b }) => fn(a, b), both),
    row("truth values", { a: givenBools([0, 0, 1, 1]), b: givenBools([0, 1, 0, 1]) }, ({ a, b }) => fn(a, b), both),
    row("scalars", { a: floats([]), b: floats([]) }, ({ a, b }) => fn(a, b), both, NONE),
    row("a number", { a: given([0, 1, 2]) }, ({ a }) => fn(a, 1), `${torch}(a, torch.tensor(1.0))`, NONE),
    row("empty", { a: floats([2, 0]), b: floats([1]) }, ({ a, b }) => fn(a, b), both, NONE),
    row(
      "NaN, infinities and zeros",
      { a: given(SPECIAL, [10, 1]), b: given(SPECIAL) },
      ({ a, b }) => fn(a, b),
      both,
      NONE,
    ),
  ]);
}

const tests: Readonly<Partial<Record<OpName, readonly [(x: Tensor) => Tensor, string]>>> = {
  isNaN: [isNaN, "torch.isnan(x)"],
  isInf: [isInf, "torch.isinf(x)"],
  isFinite: [isFinite, "torch.isfinite(x)"],
  logicalNot: [logicalNot, "torch.logical_not(x)"],
};

function testCases(op: OpName, [fn, torch]: readonly [(x: Tensor) => Tensor, string]): Case[] {
  return casesOf("compare", op, "exact", [
    row("NaN, infinities and zeros", { x: given(SPECIAL, [2, 5]) }, ({ x }) => fn(x), torch, NONE),
    row("scalar", { x: floats([]) }, ({ x }) => fn(x), torch, NONE),
    row("empty", { x: floats([0]) }, ({ x }) => fn(x), torch, NONE),
    row("integers", { x: ints([5], -1, 2) }, ({ x }) => fn(x), torch),
    row("truth values", { x: bools([5]) }, ({ x }) => fn(x), torch),
  ]);
}

const whereCases = casesOf("compare", "where", "exact", [
  row("equal shapes", { c: bools([3, 5]), a: floats([3, 5]), b: floats([3, 5]) }, ({ c, a, b }) => where(c, a, b), "torch.where(c, a, b)"),
  row("all three broadcast", { c: bools([3, 1]), a: floats([4]), b: floats([2, 1, 1]) }, ({ c, a, b }) => where(c, a, b), "torch.where(c, a, b)"),
  row("numbers", { c: bools([5]), a: floats([5]) }, ({ c, a }) => where(c, a, 0), "torch.where(c, a, 0.0)"),
  row("a number first", { c: bools([5]), b: floats([5]) }, ({ c, b }) => where(c, -1, b), "torch.where(c, -1.0, b)"),
  row("scalars", { c: bools([]), a: floats([]), b: floats([]) }, ({ c, a, b }) => where(c, a, b), "torch.where(c, a, b)"),
  row("empty", { c: bools([0, 2]), a: floats([2]), b: floats([]) }, ({ c, a, b }) => where(c, a, b), "torch.where(c, a, b)"),
  row("integers", { c: bools([6]), a: ints([6], -9, 9), b: ints([6], -9, 9) }, ({ c, a, b }) => where(c, a, b), "torch.where(c, a, b)"),
  row("what is not taken does not leak", { c: givenBools([1, 0, 1]), a: given([1, NaN, 2]), b: given([NaN, 3, Infinity]) }, ({ c, a, b }) => where(c, a, b), "torch.where(c, a, b)", { differences: false }),
  large("more than a grid of workgroups", { c: bools([263, 257]), a: floats([257]), b: floats([263, 1]) }, ({ c, a, b }) => where(c, a, b)),
]); // oxfmt-ignore

export const compareTable: readonly Case[] = [
  ...(Object.keys(comparisons) as OpName[]).flatMap((op) => comparisonCases(op, comparisons[op]!)),
  ...casesOf("compare", "lt", "exact", [
    large("more than a grid of workgroups", { a: ints([263, 257], 0, 3), b: ints([257], 0, 3) }, ({ a, b }) =>
      lt(a, b),
    ),
  ]),
  ...(Object.keys(tests) as OpName[]).flatMap((op) => testCases(op, tests[op]!)),
  ...whereCases,
];
