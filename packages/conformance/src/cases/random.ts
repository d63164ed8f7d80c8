import {
  bernoulli,
  defaultGenerator,
  dropout,
  Generator,
  manualSeed,
  multinomial,
  rand,
  randint,
  randn,
  randperm,
  scaledDotProductAttention,
  truncatedNormal,
} from "@nn/core";
import { casesOf, row, type Case, type OpName, type Row } from "../case";
import { floats, given } from "../inputs";

/** Bits, and so values, are the same on every backend: Python computes them from the definition, too. */
const seeded = (op: OpName, ...rows: Row[]): Case[] => casesOf("random", op, "arithmetic", rows);
/** float64 takes other bits. */
const DRAWN = { grad: [], float64: false } as const;

/** `make` with the default generator seeded. */
function after<T>(seed: number, make: () => T): T {
  manualSeed(seed);
  return make();
}

/** `make` twice from the same state of the default generator. */
function repeated<T>(make: () => T): [T, T] {
  const state = defaultGenerator().state();
  const first = make();
  defaultGenerator().setState(state);
  return [first, make()];
}

export const randomTable: readonly Case[] = [
  ...seeded("rand",
    row("seeded", {}, () => after(7, () => rand([3, 4])), "uniform(7, 3, 4)"),
    row("an odd number", {}, () => after(7, () => rand([5])), "uniform(7, 5)"),
    row("one after the other", {}, () => after(7, () => [rand([3]), rand([2])]), "(uniform(7, 3), uniform(7, 2, skip=2))"),
    row("a seed of more than 32 bits", {}, () => after(2 ** 40 + 3, () => rand([4])), "uniform(2**40 + 3, 4)"),
    row("a negative seed", {}, () => after(-1, () => rand([4])), "uniform(-1, 4)"),
    row("a generator of its own", {}, () => rand([4], { generator: new Generator(7) }), "uniform(7, 4)"),
    row("nothing", {}, () => after(7, () => rand([0, 2])), "torch.zeros(0, 2)"),
    row("of the dtype at hand", {}, (_, { dtype }) => after(7, () => rand([5], { dtype })), undefined),
  ),
  ...seeded("manualSeed",
    row("starts over", {}, () => [after(3, () => rand([4])), after(3, () => rand([4]))], "(uniform(3, 4), uniform(3, 4))"),
  ),
  ...seeded("defaultGenerator",
    row("goes on where its state was taken", {}, () => after(3, () => repeated(() => rand([4]))), "(uniform(3, 4), uniform(3, 4))"),
  ),
  ...casesOf("random", "randn", "sums", [
    row("seeded", {}, () => after(7, () => randn([3, 4])), "normal(7, 3, 4)"),
    row("an odd number", {}, () => after(7, () => randn([5])), "normal(7, 5)"),
    row("of the dtype at hand", {}, (_, { dtype }) => after(7, () => randn([5], { dtype })), undefined),
  ]),
  ...seeded("randint",
    row("below a limit", {}, () => after(7, () => randint(10, [3, 4])), "integers(7, 0, 10, 3, 4)"),
    row("between limits", {}, () => after(7, () => randint(-5, 6, [7])), "integers(7, -5, 6, 7)"),
    row("almost all integers", {}, () => after(7, () => randint(0, 2 ** 31 - 1, [5])), "integers(7, 0, 2**31 - 1, 5)"),
  ),
  ...seeded("randperm",
    row("eleven", {}, () => after(7, () => randperm(11)), "bits(7, 11).argsort(stable=True)"),
    row("nothing", {}, () => after(7, () => randperm(0)), "torch.zeros(0, dtype=torch.int64)"),
  ),
  ...seeded("bernoulli",
    row("a number", {}, () => after(7, () => bernoulli(0.25, [3, 4])), "(uniform(7, 3, 4) < 0.25).double()"),
    row("probabilities", { p: given([0, 0.25, 0.5, 0.75, 1]) }, ({ p }) => after(7, () => bernoulli(p, { dtype: "bool" })), "uniform(7, 5) < p", DRAWN),
  ),
  ...seeded("multinomial",
    row("without replacement", { w: given([1, 2, 3, 4, 0.5]) }, ({ w }) => after(7, () => multinomial(w, 3)), "race(7, w, 3)", DRAWN),
    row("without replacement, in rows", { w: given([1, 2, 3, 4, 5, 6], [2, 3]) }, ({ w }) => after(7, () => multinomial(w, 2)), "race(7, w, 2)", DRAWN),
    row("with replacement", { w: given([1, 2, 0, 4, 5, 6], [2, 3]) }, ({ w }) => after(7, () => multinomial(w, 5, { replacement: true })), "draws(7, w, 5)", DRAWN),
  ),
  ...casesOf("random", "truncatedNormal", "deep", [
    row("the usual bounds", {}, () => after(7, () => truncatedNormal([3, 4])), "truncated_normal(7, 0, 1, -2, 2, 3, 4)"),
    row("other bounds", {}, () => after(7, () => truncatedNormal([5], { mean: 1, std: 2, a: 0, b: 3 })), "truncated_normal(7, 1, 2, 0, 3, 5)"),
  ]),
  ...casesOf("random", "scaledDotProductAttention", "deep", [
    row("with dropout", { q: floats([2, 3, 4]), k: floats([2, 5, 4]), v: floats([2, 5, 2]) }, ({ q, k, v }) => after(7, () => scaledDotProductAttention(q, k, v, { dropoutP: 0.25 })), "(torch.softmax(q @ k.transpose(1, 2) / 2, -1) * (uniform(7, 2, 3, 5) >= 0.25) / 0.75) @ v"),
  ]),
  ...seeded("dropout",
    row("drops the same elements everywhere", { x: floats([4, 5]) }, ({ x }) => after(7, () => dropout(x, { p: 0.25 })), "x * (uniform(7, 4, 5) >= 0.25) / 0.75"),
    row("half, by default", { x: floats([9]) }, ({ x }) => after(7, () => dropout(x)), "x * (uniform(7, 9) >= 0.5) / 0.5"),
  ),
]; // oxfmt-ignore
