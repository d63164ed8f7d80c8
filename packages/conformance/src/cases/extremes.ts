import { argmax, argmin, cumprod, cumsum, max, min, type Tensor } from "@nn/core";
import { casesOf, large, row, type Case } from "../case";
import { bools, floats, given, ints, SPECIAL, thirds } from "../inputs";

const NONE = { grad: [] } as const;
const KINKS = { differences: false, second: false } as const;
/** PyTorch leaves open which of equal elements is found; here it is the first. */
const repeated = given([1, 3, 3, 2, 2, 1], [2, 3]);
const special = given([NaN, 1, 2, 3, NaN, 1, Infinity, 1, NaN, -Infinity, Infinity, 0], [4, 3]);

const argCases = ([
  ["argmax", argmax],
  ["argmin", argmin],
] as const).flatMap(([op, fn]) =>
  casesOf("reduce", op, "exact", [
    row("everything", { x: floats([3, 5]) }, ({ x }) => fn(x), `torch.${op}(x)`, NONE),
    row("everything, kept", { x: floats([2, 3]) }, ({ x }) => fn(x, { keepdim: true }), `torch.${op}(x).reshape(1, 1)`, NONE),
    row("first dimension", { x: floats([3, 5]) }, ({ x }) => fn(x, { dim: 0 }), `torch.${op}(x, 0)`, NONE),
    row("last dimension, kept", { x: floats([2, 3, 4]) }, ({ x }) => fn(x, { dim: -1, keepdim: true }), `torch.${op}(x, -1, True)`, NONE),
    row("middle dimension", { x: floats([2, 3, 4]) }, ({ x }) => fn(x, { dim: 1 }), `torch.${op}(x, 1)`, NONE),
    row("scalar", { x: floats([]) }, ({ x }) => fn(x), `torch.${op}(x)`, NONE),
    row("an empty result", { x: floats([0, 3]) }, ({ x }) => fn(x, { dim: 1 }), `torch.${op}(x, 1)`, NONE),
    row("the first of equal ones", { x: repeated }, ({ x }) => fn(x, { dim: 1 }), `first_${op}(x)`, NONE),
    row("integers", { x: ints([3, 4], -99, 99) }, ({ x }) => fn(x, { dim: 1 }), `first_${op}(x)`),
    row("NaN and infinities", { x: special }, ({ x }) => fn(x, { dim: 1 }), `torch.${op}(x, 1)`, NONE),
    large("long rows", { x: floats([3, 70001], { high: 20, low: -250 }) }, ({ x }) => fn(x, { dim: 1 }), NONE),
  ]),
); // oxfmt-ignore

const extremeCases = ([
  ["max", max],
  ["min", min],
] as const).flatMap(([op, fn]) =>
  casesOf("reduce", op, "exact", [
    row("everything", { x: floats([3, 5]) }, ({ x }) => fn(x), `torch.${op}(x)`),
    row("scalar", { x: floats([]) }, ({ x }) => fn(x), `torch.${op}(x)`),
    row("everything, equal ones share the gradient", { x: repeated }, ({ x }) => fn(x), `torch.${op}(x)`, KINKS),
    row("everything, with NaN", { x: given([1, NaN, Infinity]) }, ({ x }) => fn(x), `torch.${op}(x)`, NONE),
    row("along the first dimension", { x: floats([3, 5]) }, ({ x }) => fn(x, { dim: 0 }), `torch.${op}(x, 0)`),
    row("along the last dimension, kept", { x: floats([2, 3, 4]) }, ({ x }) => fn(x, { dim: -1, keepdim: true }), `torch.${op}(x, -1, True)`),
    row("along the middle dimension", { x: floats([2, 3, 4]) }, ({ x }) => fn(x, { dim: 1 }), `torch.${op}(x, 1)`),
    row("along the dimension of a scalar", { x: floats([]) }, ({ x }) => fn(x, { dim: 0 }), `torch.${op}(x, 0)`),
    row("an empty result", { x: floats([0, 3]) }, ({ x }) => fn(x, { dim: 1 }), `torch.${op}(x, 1)`),
    row("integers", { x: given([5, -7, 2, 9, 0, 1], [2, 3], "int32") }, ({ x }) => fn(x, { dim: 1 }), `torch.${op}(x, 1)`),
    row("NaN and infinities", { x: special }, ({ x }) => fn(x, { dim: 1 }), `torch.${op}(x, 1)`, NONE),
    large("long columns", { x: floats([70001, 3], { high: 20, low: -250 }) }, ({ x }) => fn(x, { dim: 0 }).values),
  ]),
); // oxfmt-ignore

const running = ([
  ["cumsum", cumsum, floats],
  ["cumprod", cumprod, (shape: readonly number[]) => floats(shape, { margin: 0.5 })],
] as const).flatMap(([op, fn, input]) => {
  const along = (dim: number) => ({ x }: { readonly x: Tensor }): Tensor => fn(x, { dim });
  return casesOf("reduce", op, "sums", [
    row("first dimension", { x: input([4, 3]) }, along(0), `torch.${op}(x, 0)`),
    row("last dimension", { x: input([2, 3, 5]) }, along(-1), `torch.${op}(x, -1)`),
    row("middle dimension", { x: input([2, 4, 3]) }, along(1), `torch.${op}(x, 1)`),
    row("a vector", { x: input([7]) }, along(0), `torch.${op}(x, 0)`),
    row("scalar", { x: input([]) }, along(0), `torch.${op}(x, 0)`),
    row("empty", { x: input([0, 3]) }, along(0), `torch.${op}(x, 0)`),
    row("integers", { x: ints([2, 5], 1, 5) }, along(1), `torch.${op}(x, 1)`, { tolerance: "exact" }),
    row("truth values", { x: bools([2, 5]) }, along(1), `torch.${op}(x, 1)`, { tolerance: "exact" }),
    row("NaN, infinities and zeros", { x: given(SPECIAL, [2, 5]) }, along(1), `torch.${op}(x, 1)`, NONE),
  ]);
}); // oxfmt-ignore

const more = [
  ...casesOf("reduce", "cumsum", "sums", [
    large("long rows", { x: thirds([3, 30011]) }, ({ x }) => cumsum(x, { dim: 1 }), { tolerance: "deep" }),
  ]),
  ...casesOf("reduce", "cumprod", "sums", [
    row("one zero", { x: given([2, 3, 0, 4, 5]) }, ({ x }) => cumprod(x, { dim: 0 }), "torch.cumprod(x, 0)"),
    row("two zeros", { x: given([2, 0, 4, 0, 5]) }, ({ x }) => cumprod(x, { dim: 0 }), "torch.cumprod(x, 0)"),
    row("zeros in some rows", { x: given([0, 1, 2, 3, 0, 4, 5, 6, 7], [3, 3]) }, ({ x }) => cumprod(x, { dim: 1 }), "torch.cumprod(x, 1)"),
  ]),
]; // oxfmt-ignore

export const extremesTable: readonly Case[] = [...argCases, ...extremeCases, ...running, ...more];
