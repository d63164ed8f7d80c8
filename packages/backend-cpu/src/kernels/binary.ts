import { type BinaryOp, isFloat, type Kernel, type Primitives } from "@nn/core";
import { elementwise, type Loop } from "../elementwise";

/** As C and PyTorch have it: 1 to any power and −1 to an infinite one are 1, also where JavaScript says NaN. */
function pow(a: number, b: number): number {
  return a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : Math.pow(a, b);
}

function remainder(a: number, b: number): number {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
}

/** Python's: exact where a / b rounds up to the next integer. A zero divisor gives infinity, or 0 in integers. */
function floorDiv(a: number, b: number): number {
  const rest = a % b;
  const quotient = Math.round((a - rest) / b);
  return b === 0 ? a / b : rest !== 0 && rest < 0 !== b < 0 ? quotient - 1 : quotient;
}

function powIntegers(a: number, b: number): number {
  if (b < 0) return a === 1 || a === -1 ? powIntegers(a, -b) : 0;
  let power = 1;
  for (; b > 0; b = Math.floor(b / 2), a = Math.imul(a, a)) if (b % 2 === 1) power = Math.imul(power, a);
  return power;
}

const loops: Readonly<Record<BinaryOp, Loop>> = {
  add: (y, j, end, a, i, s, b, k, t) => { for (; j < end; j++, i += s, k += t) y[j] = a[i] + b[k]; },
  sub: (y, j, end, a, i, s, b, k, t) => { for (; j < end; j++, i += s, k += t) y[j] = a[i] - b[k]; },
  mul: (y, j, end, a, i, s, b, k, t) => { for (; j < end; j++, i += s, k += t) y[j] = a[i] * b[k]; },
  div: (y, j, end, a, i, s, b, k, t) => { for (; j < end; j++, i += s, k += t) y[j] = a[i] / b[k]; },
  pow: (y, j, end, a, i, s, b, k, t) => { for (; j < end; j++, i += s, k += t) y[j] = pow(a[i], b[k]); },
  maximum: (y, j, end, a, i, s, b, k, t) => { for (; j < end; j++, i += s, k += t) y[j] = Math.max(a[i], b[k]); },
  minimum: (y, j, end, a, i, s, b, k, t) => { for (; j < end; j++, i += s, k += t) y[j] = Math.min(a[i], b[k]); },
  atan2: (y, j, end, a, i, s, b, k, t) => { for (; j < end; j++, i += s, k += t) y[j] = Math.atan2(a[i], b[k]); },
  remainder: (y, j, end, a, i, s, b, k, t) => { for (; j < end; j++, i += s, k += t) y[j] = remainder(a[i], b[k]); },
  floorDiv: (y, j, end, a, i, s, b, k, t) => { for (; j < end; j++, i += s, k += t) y[j] = floorDiv(a[i], b[k]); },
}; // oxfmt-ignore

/** What doubles cannot do before the store wraps. */
const integerLoops: { readonly [op in BinaryOp]?: Loop } = {
  mul: (y, j, end, a, i, s, b, k, t) => { for (; j < end; j++, i += s, k += t) y[j] = Math.imul(a[i], b[k]); },
  pow: (y, j, end, a, i, s, b, k, t) => { for (; j < end; j++, i += s, k += t) y[j] = powIntegers(a[i], b[k]); },
}; // oxfmt-ignore

export const binary: Kernel<Primitives["binary"]> = ([a, b], [y], { op }) => {
  elementwise((!isFloat(y.dtype) && integerLoops[op]) || loops[op], y, a, b);
};
