import {
  amax,
  amin,
  argmax,
  cat,
  contiguous,
  expand,
  flip,
  gather,
  index,
  maskedFill,
  maximum,
  pad,
  permute,
  repeat,
  roll,
  scatter,
  slice,
  sort,
  stack,
  sum,
  transpose,
  tril,
  where,
} from "@nn/core";
import { casesOf, row, type Case, type OpName, type Row } from "../case";
import { bools, bytes, expanded, givenInts, type InputSpec } from "../inputs";

/** Four elements to a word: odd sizes and offsets show how a device packs them. */
const packed = {
  bytes: (shape: readonly number[]): InputSpec => bytes(shape),
  "truth values": (shape: readonly number[]): InputSpec => bools(shape),
};

function ofBoth(
  folder: string,
  op: OpName,
  rows: (make: (shape: readonly number[]) => InputSpec, name: string) => Row[],
): Case[] {
  return Object.entries(packed).flatMap(([name, make]) => casesOf(folder, op, "exact", rows(make, name)));
}

export const narrowTypesTable: readonly Case[] = [
  ...ofBoth("narrow", "contiguous", (make, name) => [
    row(`${name}, permuted`, { x: make([3, 2, 5]) }, ({ x }) => contiguous(permute(x, [2, 0, 1])), "x.permute(2, 0, 1).contiguous()"),
  ]),
  ...ofBoth("narrow", "slice", (make, name) => [
    row(`${name}, an odd offset`, { x: make([9]) }, ({ x }) => slice(x, [[1, 8]]), "x[1:8]"),
    row(`${name}, steps in two dimensions`, { x: make([5, 7]) }, ({ x }) => slice(x, [[1, null, 2], [null, null, 3]]), "x[1::2, ::3]"),
  ]),
  ...ofBoth("narrow", "flip", (make, name) => [
    row(name, { x: make([3, 5]) }, ({ x }) => flip(x, [0, 1]), "x.flip(0, 1)"),
  ]),
  ...ofBoth("narrow", "transpose", (make, name) => [
    row(name, { x: make([3, 5]) }, ({ x }) => transpose(x, 0, 1), "x.t()"),
  ]),
  ...ofBoth("narrow", "expand", (make, name) => [
    row(name, { x: make([3, 1]) }, ({ x }) => expand(x, [2, 3, 5]), "x.expand(2, 3, 5)"),
  ]),
  ...ofBoth("narrow", "repeat", (make, name) => [
    row(name, { x: make([3]) }, ({ x }) => repeat(x, [2, 3]), "x.repeat(2, 3)"),
  ]),
  ...ofBoth("narrow", "roll", (make, name) => [
    row(name, { x: make([7]) }, ({ x }) => roll(x, 3), "x.roll(3)"),
  ]),
  ...ofBoth("narrow", "pad", (make, name) => [
    row(name, { x: make([3, 5]) }, ({ x }) => pad(x, [1, 2, 1, 0], { value: 1 }), "F.pad(x, (1, 2, 1, 0), value=1)"),
  ]),
  ...ofBoth("narrow", "cat", (make, name) => [
    row(`${name}, odd sizes`, { a: make([3, 3]), b: make([3, 2]), c: make([3, 1]) }, ({ a, b, c }) => cat([a, b, c], { dim: 1 }), "torch.cat((a, b, c), 1)"),
  ]),
  ...ofBoth("narrow", "stack", (make, name) => [
    row(name, { a: make([5]), b: make([5]) }, ({ a, b }) => stack([a, b], { dim: 1 }), "torch.stack((a, b), 1)"),
  ]),
  ...ofBoth("narrow", "where", (make, name) => [
    row(name, { c: bools([3, 1]), a: make([3, 5]), b: expanded(make([1, 5]), [3, 5]) }, ({ c, a, b }) => where(c, a, b), "torch.where(c, a, b)"),
  ]),
  ...ofBoth("narrow", "gather", (make, name) => [
    row(name, { x: make([7]), i: givenInts([6, 0, 3, 3, 5]) }, ({ x, i }) => gather(x, i, { dim: 0 }), "x.gather(0, i.long())"),
  ]),
  ...ofBoth("narrow", "scatter", (make, name) => [
    row(name, { x: make([7]), i: givenInts([6, 0, 3]), s: make([3]) }, ({ x, i, s }) => scatter(x, i, s, { dim: 0 }), "x.scatter(0, i.long(), s)"),
  ]),
  ...ofBoth("narrow", "index", (make, name) => [
    row(name, { x: make([5, 3]), i: givenInts([4, 1, 1]) }, ({ x, i }) => index(x, [i]), "x[i.long()]"),
  ]),
  ...ofBoth("narrow", "maskedFill", (make, name) => [
    row(name, { x: make([3, 5]), m: bools([5]) }, ({ x, m }) => maskedFill(x, m, 1), "x.masked_fill(m, 1)"),
  ]),
  ...ofBoth("narrow", "tril", (make, name) => [
    row(name, { x: make([3, 5]) }, ({ x }) => tril(x), "x.tril()"),
  ]),
  ...casesOf("narrow", "amax", "exact", [
    row("bytes", { x: bytes([3, 5]) }, ({ x }) => amax(x, { dim: 1 }), "x.amax(1)"),
    row("bytes, columns", { x: bytes([5, 3]) }, ({ x }) => amax(x, { dim: 0 }), "x.amax(0)"),
  ]),
  ...casesOf("narrow", "amin", "exact", [row("bytes", { x: bytes([3, 5]) }, ({ x }) => amin(x, { dim: 0 }), "x.amin(0)")]),
  ...casesOf("narrow", "argmax", "exact", [row("bytes", { x: bytes([3, 5]) }, ({ x }) => argmax(x, { dim: 1 }), "x.argmax(1)")]),
  ...casesOf("narrow", "maximum", "exact", [row("bytes", { a: bytes([5]), b: bytes([3, 1]) }, ({ a, b }) => maximum(a, b), "torch.maximum(a, b)")]),
  ...casesOf("narrow", "sort", "exact", [row("bytes", { x: bytes([2, 9]) }, ({ x }) => sort(x), "x.sort(stable=True, dim=-1)")]),
  ...casesOf("narrow", "sum", "exact", [row("truth values, columns", { x: bools([5, 3]) }, ({ x }) => sum(x, { dim: 0 }), "x.sum(0)")]),
]; // oxfmt-ignore
