import type { BinaryOp } from "../backend";
import { DTypeError } from "../errors";
import { add } from "../ops/binary/add";
import { div } from "../ops/binary/div";
import { floorDiv } from "../ops/binary/floor-div";
import { mul } from "../ops/binary/mul";
import { pow } from "../ops/binary/pow";
import { sub } from "../ops/binary/sub";
import { eq } from "../ops/compare/eq";
import { gt } from "../ops/compare/gt";
import { logicalAnd } from "../ops/compare/logical-and";
import { lt } from "../ops/compare/lt";
import { where } from "../ops/compare/where";
import { ge } from "../ops/compare/ge";
import { zerosLike } from "../ops/creation/zeros-like";
import { log } from "../ops/unary/log";
import { neg } from "../ops/unary/neg";
import { square } from "../ops/unary/square";
import type { Tensor } from "../tensor/tensor";
import { gradient2, infer2, type Rules2 } from "./elementwise";
import type { PrimitiveSpec } from "./primitive-spec";

/** Passes `g` where the first argument wins, half of it at a draw. */
function toWinner(g: Tensor, wins: Tensor, draw: Tensor): Tensor {
  return where(wins, g, where(draw, mul(g, 0.5), 0));
}

const rules: Readonly<Record<BinaryOp, Rules2>> = {
  add: [
    { reads: [], rule: (g) => g },
    { reads: [], rule: (g) => g },
  ],
  sub: [
    { reads: [], rule: (g) => g },
    { reads: [], rule: (g) => neg(g) },
  ],
  mul: [
    { reads: ["b"], rule: (g, { b }) => mul(g, b) },
    { reads: ["a"], rule: (g, { a }) => mul(g, a) },
  ],
  div: [
    { reads: ["b"], rule: (g, { b }) => div(g, b) },
    { reads: ["a", "b"], rule: (g, { a, b }) => neg(div(mul(g, a), square(b))) },
  ],
  pow: [
    {
      // b · a^(b−1), and 0 for b = 0 also where a^−1 is infinite.
      reads: ["a", "b"],
      rule: (g, { a, b }) => where(eq(b, 0), 0, mul(g, mul(b, pow(a, sub(b, 1))))),
    },
    {
      // a^b · ln a, and 0 where 0 is raised to a power of at least 0.
      reads: ["a", "b", "y"],
      rule: (g, { a, b, y }) => {
        const atZero = logicalAnd(eq(a, 0), ge(b, 0));
        return where(atZero, 0, mul(g, mul(y, log(where(atZero, 1, a)))));
      },
    },
  ],
  maximum: [
    { reads: ["a", "b"], rule: (g, { a, b }) => toWinner(g, gt(a, b), eq(a, b)) },
    { reads: ["a", "b"], rule: (g, { a, b }) => toWinner(g, gt(b, a), eq(a, b)) },
  ],
  minimum: [
    { reads: ["a", "b"], rule: (g, { a, b }) => toWinner(g, lt(a, b), eq(a, b)) },
    { reads: ["a", "b"], rule: (g, { a, b }) => toWinner(g, lt(b, a), eq(a, b)) },
  ],
  atan2: [
    { reads: ["a", "b"], rule: (g, { a, b }) => mul(g, div(b, add(square(a), square(b)))) },
    { reads: ["a", "b"], rule: (g, { a, b }) => neg(mul(g, div(a, add(square(a), square(b))))) },
  ],
  remainder: [
    { reads: [], rule: (g) => g },
    { reads: ["a", "b"], rule: (g, { a, b }) => neg(mul(g, floorDiv(a, b))) },
  ],
  floorDiv: [
    { reads: [], rule: (g) => zerosLike(g) },
    { reads: [], rule: (g) => zerosLike(g) },
  ],
};

export const binary: PrimitiveSpec<{ readonly op: BinaryOp }> = {
  strided: true,
  broadcast: true,
  title: ({ op }) => op,
  infer: (inputs, { op }) => {
    const { dtype } = inputs[0];
    if (dtype === "bool")
      throw new DTypeError(`${op}: bool is not supported, convert it first, for example x.to("int32")`);
    return [infer2(op, inputs)];
  },
  gradient: /* @__PURE__ */ gradient2(({ op }) => rules[op]),
};
