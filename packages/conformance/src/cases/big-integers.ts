import {
  abs,
  add,
  amax,
  amin,
  argmax,
  cumsum,
  eq,
  floorDiv,
  gather,
  lt,
  matmul,
  maximum,
  minimum,
  mul,
  neg,
  prod,
  remainder,
  scatterAdd,
  sign,
  sort,
  sub,
  sum,
  where,
} from "@nn/core";
import { casesOf, row, type Case, type OpName, type Row } from "../case";
import { givenBools, givenInts } from "../inputs";

/** Numbers that float32 cannot tell from their neighbours. */
const a = givenInts([16777217, -16777219, 2147483647, -2147483648, 123456789, 0]);
const b = givenInts([16777216, -16777218, 2147483646, 2147483647, -987654321, 7]);
/** Without the one whose negative does not exist. */
const m = givenInts([16777217, -16777219, 2147483647, -2147483647, 123456789, 0]);
const i = givenInts([2, 0, 5]);

const exact = (op: OpName, ...rows: Row[]): Case[] => casesOf("integers", op, "exact", rows);
const LABEL = "integers beyond 2²⁴";

export const bigIntegersTable: readonly Case[] = [
  ...exact("add", row(LABEL, { a, b }, (t) => add(t.a, t.b), "a + b")),
  ...exact("sub", row(LABEL, { a, b }, (t) => sub(t.a, t.b), "a - b")),
  ...exact("mul", row(LABEL, { a, b }, (t) => mul(t.a, t.b), "a * b")),
  ...exact("floorDiv", row(LABEL, { m, b }, (t) => floorDiv(t.m, t.b), "torch.div(m, b, rounding_mode='floor')")),
  ...exact("remainder", row(LABEL, { m, b }, (t) => remainder(t.m, t.b), "torch.remainder(m, b)")),
  ...exact("maximum", row(LABEL, { a, b }, (t) => maximum(t.a, t.b), "torch.maximum(a, b)")),
  ...exact("minimum", row(LABEL, { a, b }, (t) => minimum(t.a, t.b), "torch.minimum(a, b)")),
  ...exact("eq", row(LABEL, { a, b }, (t) => eq(t.a, t.b), "a == b")),
  ...exact("lt", row(LABEL, { a, b }, (t) => lt(t.b, t.a), "b < a")),
  ...exact("where", row(LABEL, { c: givenBools([1, 0, 1, 0, 1, 0]), a, b }, (t) => where(t.c, t.a, t.b), "torch.where(c, a, b)")),
  ...exact("abs", row(LABEL, { m }, (t) => abs(t.m), "m.abs()")),
  ...exact("neg", row(LABEL, { m }, (t) => neg(t.m), "-m")),
  ...exact("sign", row(LABEL, { a }, (t) => sign(t.a), "a.sign()")),
  ...exact("sum", row(LABEL, { m }, (t) => sum(t.m), "m.sum(dtype=torch.int32)")),
  ...exact("prod", row(LABEL, { x: givenInts([65537, 3, 5, 7]) }, (t) => prod(t.x), "x.prod()")),
  ...exact("amax", row(LABEL, { x: givenInts([16777217, 16777216, 2147483646, 2147483647], [2, 2]) }, (t) => amax(t.x, { dim: 1 }), "x.amax(1)")),
  ...exact("amin", row(LABEL, { x: givenInts([-16777217, -16777216, -2147483648, -2147483647], [2, 2]) }, (t) => amin(t.x, { dim: 1 }), "x.amin(1)")),
  ...exact("argmax", row(LABEL, { x: givenInts([16777216, 16777217, 2147483646, 2147483647], [2, 2]) }, (t) => argmax(t.x, { dim: 1 }), "x.argmax(1)")),
  ...exact("cumsum", row(LABEL, { x: givenInts([16777216, 1, 1, 1]) }, (t) => cumsum(t.x, { dim: 0 }), "x.cumsum(0)")),
  ...exact("sort", row(LABEL, { x: givenInts([2147483647, 16777217, 16777216, -2147483648]) }, (t) => sort(t.x), "x.sort(stable=True, dim=-1)")),
  ...exact("gather", row(LABEL, { a, i }, (t) => gather(t.a, t.i, { dim: 0 }), "a.gather(0, i.long())")),
  ...exact("scatterAdd", row(LABEL, { x: givenInts([16777216, 0, 0]), j: givenInts([0, 0, 0]), s: givenInts([1, 1, 1]) }, (t) => scatterAdd(t.x, t.j, t.s, { dim: 0 }), "x.scatter_add(0, j.long(), s)")),
  ...exact("matmul", row(LABEL, { x: givenInts([4099, 4097, 1, 2], [2, 2]), y: givenInts([4097, 1, 4099, 3], [2, 2]) }, (t) => matmul(t.x, t.y), "x @ y")),
]; // oxfmt-ignore
