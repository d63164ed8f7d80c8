import {
  add,
  atan2,
  div,
  floorDiv,
  maximum,
  minimum,
  mul,
  pow,
  remainder,
  sub,
  type Tensor,
  type TensorLike,
} from "@nn/core";
import { casesOf, large, row, type Case, type OpName } from "../case";
import { expanded, floats, given, givenInts, ints, positive, SPECIAL, type InputSpec } from "../inputs";
import type { ToleranceName } from "../tolerances";

/** An elementwise op of two arguments and inputs where it is smooth. */
interface BinaryRow {
  readonly fn: (a: TensorLike, b: TensorLike) => Tensor;
  readonly torch: (a: string, b: string) => string;
  readonly a?: (shape: readonly number[]) => InputSpec;
  readonly b?: (shape: readonly number[]) => InputSpec;
  readonly tolerance?: ToleranceName;
  /** A plain number for either side. */
  readonly number: number;
  readonly float16?: boolean;
}

/** Away from the steps of floor(a / b). */
const dividends = (shape: readonly number[]): InputSpec => floats(shape, { low: 0.5, high: 0.9375 });
const divisors = (shape: readonly number[]): InputSpec => floats(shape, { low: 1, high: 3 });

/** What PyTorch computes, which has no gradient there. */
const FLOOR_DIVIDE = "torch.floor_divide(a, b)";

const table: Readonly<Partial<Record<OpName, BinaryRow>>> = {
  add: { fn: add, torch: (a, b) => `${a} + ${b}`, number: 1.5 },
  sub: { fn: sub, torch: (a, b) => `${a} - ${b}`, number: 1.5 },
  mul: { fn: mul, torch: (a, b) => `${a} * ${b}`, number: -0.75 },
  div: { fn: div, torch: (a, b) => `${a} / ${b}`, b: positive, number: 3 },
  pow: { fn: pow, torch: (a, b) => `${a} ** ${b}`, a: positive, tolerance: "function", number: 3, float16: false },
  maximum: { fn: maximum, torch: (a, b) => `torch.maximum(torch.as_tensor(${a}), torch.as_tensor(${b}))`, tolerance: "exact", number: 0.001953125 },
  minimum: { fn: minimum, torch: (a, b) => `torch.minimum(torch.as_tensor(${a}), torch.as_tensor(${b}))`, tolerance: "exact", number: 0.001953125 },
  atan2: { fn: atan2, torch: (a, b) => `torch.atan2(torch.as_tensor(${a}), torch.as_tensor(${b}))`, b: positive, tolerance: "function", number: 1.5 },
  remainder: { fn: remainder, torch: (a, b) => `torch.remainder(torch.as_tensor(${a}), torch.as_tensor(${b}))`, a: dividends, b: divisors, tolerance: "function", number: 1 },
  floorDiv: { fn: floorDiv, torch: (a, b) => `torch.floor(${a} / ${b})`, a: dividends, b: divisors, tolerance: "exact", number: 1 },
}; // oxfmt-ignore

function binaryCases(
  op: OpName,
  { fn, torch, a = floats, b = floats, tolerance = "arithmetic", number, float16 = true }: BinaryRow,
): Case[] {
  const both = torch("a", "b");
  const options = { float16 };
  const special = [...SPECIAL, 2, 3];
  return casesOf("binary", op, tolerance, [
    row("equal shapes", { a: a([3, 5]), b: b([3, 5]) }, (t) => fn(t.a, t.b), both, options),
    row("a row and a column", { a: a([1, 4]), b: b([3, 1]) }, (t) => fn(t.a, t.b), both, options),
    row("more dimensions on the right", { a: a([4]), b: b([2, 3, 4]) }, (t) => fn(t.a, t.b), both, options),
    row("scalars", { a: a([]), b: b([]) }, (t) => fn(t.a, t.b), both, options),
    row("a scalar tensor", { a: a([2, 3]), b: b([]) }, (t) => fn(t.a, t.b), both, options),
    row("empty", { a: a([0, 3]), b: b([1, 3]) }, (t) => fn(t.a, t.b), both),
    row("a number on the right", { a: a([5]) }, (t) => fn(t.a, number), torch("a", String(number)), options),
    row("a number on the left", { b: b([5]) }, (t) => fn(number, t.b), torch(String(number), "b"), options),
    row(
      "an expanded view",
      { a: expanded(a([3, 1]), [3, 4]), b: expanded(b([4]), [3, 4]) },
      (t) => fn(t.a, t.b),
      both,
      options,
    ),
    row(
      "NaN, infinities and zeros",
      { a: given(special, [12, 1]), b: given(special) },
      (t) => fn(t.a, t.b),
      op === "floorDiv" ? FLOOR_DIVIDE : both,
      {
        grad: [],
        float16: false,
      },
    ),
  ]);
}

const KINKS = { differences: false, second: false } as const;
const integers = { a: ints([3, 4], -9, 10), b: givenInts([-3, 2, 5, 7]) } as const;

const more = [
  ...casesOf("binary", "mul", "arithmetic", [
    large("more than a grid of workgroups", { a: floats([263, 257]), b: floats([263, 257]) }, ({ a, b }) => mul(a, b)),
  ]),
  ...casesOf("binary", "add", "exact", [
    large("more than a grid of workgroups, broadcast", { a: floats([263, 1]), b: floats([257]) }, ({ a, b }) => add(a, b), { tolerance: "arithmetic" }),
    row("integers", integers, ({ a, b }) => add(a, b), "a + b"),
    row("integers wrap", { a: givenInts([2147483647, -2147483648]), b: givenInts([1, -1]) }, ({ a, b }) => add(a, b), "a + b"),
    row("bytes wrap", { a: given([250, 3], [2], "uint8"), b: given([10, 4], [2], "uint8") }, ({ a, b }) => add(a, b), "a + b"),
    row("a float and an integer", { a: floats([3]), b: givenInts([1, 2, 3]) }, ({ a, b }) => add(a, b), "a + b"),
    row("an integer and a fraction", { a: givenInts([1, 2, 3]) }, ({ a }) => add(a, 0.5), "a + 0.5"),
  ]),
  ...casesOf("binary", "sub", "exact", [row("integers", integers, ({ a, b }) => sub(a, b), "a - b")]),
  ...casesOf("binary", "mul", "exact", [
    row("integers", integers, ({ a, b }) => mul(a, b), "a * b"),
    row("integers wrap", { a: givenInts([123456789, -65537]), b: givenInts([987654321, 65537]) }, ({ a, b }) => mul(a, b), "a * b"),
  ]),
  ...casesOf("binary", "mul", "arithmetic", [row("seven dimensions", { a: floats([2, 1, 2, 1, 3, 1, 2]), b: floats([1, 2, 1, 2, 1, 2, 1]) }, ({ a, b }) => mul(a, b), "a * b"),
    row("a tensor with itself", { x: floats([4]) }, ({ x }) => mul(x, x), "x * x")]),
  ...casesOf("binary", "div", "arithmetic", [row("integers become floats", integers, ({ a, b }) => div(a, b), "a / b")]),
  ...casesOf("binary", "floorDiv", "exact", [
    row("integers round down", integers, ({ a, b }) => floorDiv(a, b), "torch.div(a, b, rounding_mode='floor')"),
    row("signs", { a: given([-7, 7, -7, 7]), b: given([2, 2, -2, -2]) }, ({ a, b }) => floorDiv(a, b), FLOOR_DIVIDE, { grad: [] }),
    // 0.1 in float32 goes 9.99999985 times into 1, which float32 rounds to 10.
    row("a quotient that rounds up to an integer", { a: given([1, -1]), b: given([0.10000000149011612, 0.10000000149011612]) }, ({ a, b }) => floorDiv(a, b), FLOOR_DIVIDE, { grad: [], float16: false }),
  ]),
  ...casesOf("binary", "remainder", "exact", [
    row("integers take the divisor's sign", integers, ({ a, b }) => remainder(a, b), "torch.remainder(a, b)"),
    row("signs", { a: given([-7, 7, -7, 7]), b: given([2.5, 2.5, -2.5, -2.5]) }, ({ a, b }) => remainder(a, b), "torch.remainder(a, b)"),
  ]),
  ...casesOf("binary", "maximum", "exact", [
    row("equal values share the gradient", { a: given([1, 2, 3]), b: given([1, 3, 2]) }, ({ a, b }) => maximum(a, b), "torch.maximum(a, b)", KINKS),
    row("integers", integers, ({ a, b }) => maximum(a, b), "torch.maximum(a, b)"),
  ]),
  ...casesOf("binary", "minimum", "exact", [
    row("equal values share the gradient", { a: given([1, 2, 3]), b: given([1, 3, 2]) }, ({ a, b }) => minimum(a, b), "torch.minimum(a, b)", KINKS),
    row("integers", integers, ({ a, b }) => minimum(a, b), "torch.minimum(a, b)"),
  ]),
  ...casesOf("binary", "pow", "function", [
    row("negative bases, whole exponents", { a: given([-2, -1.5, -0.5]), b: given([2, 3, -2]) }, ({ a, b }) => pow(a, b), "a ** b", { grad: ["a"], float16: false }),
    row("0 to the 0, 1 and 2", { a: given([0, 0, 0]), b: given([0, 1, 2]) }, ({ a, b }) => pow(a, b), "a ** b", { grad: ["a"], ...KINKS }),
    row("gradients of 0 to the 0, 1 and 2", { a: given([0, 0, 0]), b: given([0, 1, 2]) }, ({ a, b }) => pow(a, b), "a ** b", KINKS),
    row("a square of 0", { a: given([0, 1, -2]) }, ({ a }) => pow(a, 2), "a ** 2"),
    row("exponent of 0.5", { a: positive([5]) }, ({ a }) => pow(a, 0.5), "a ** 0.5"),
    row("exponent of 0", { a: floats([5]) }, ({ a }) => pow(a, 0), "a ** 0"),
    row("a square of negative numbers", { a: floats([5]) }, ({ a }) => pow(a, 2), "a ** 2"),
    row("integers", { a: givenInts([-3, 2, 5, 0]), b: givenInts([3, 10, 0, 0]) }, ({ a, b }) => pow(a, b), "a ** b", { tolerance: "exact" }),
  ]),
]; // oxfmt-ignore

export const binaryTable: readonly Case[] = [
  ...(Object.keys(table) as OpName[]).flatMap((op) => binaryCases(op, table[op]!)),
  ...more,
];
