import type { BinaryOp, CompareOp, DType, UnaryOp } from "@nn/core";
import { roundHalfEven } from "./memory";

export const unaryMaths: Readonly<Record<UnaryOp, (x: number) => number>> = {
  abs: Math.abs,
  neg: (x) => -x,
  sign: Math.sign,
  exp: Math.exp,
  expm1: Math.expm1,
  log: Math.log,
  log1p: Math.log1p,
  log2: Math.log2,
  sqrt: Math.sqrt,
  rsqrt: (x) => 1 / Math.sqrt(x),
  square: (x) => x * x,
  reciprocal: (x) => 1 / x,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  floor: Math.floor,
  ceil: Math.ceil,
  round: roundHalfEven,
  erf,
  sigmoid: (x) => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x))),
  relu: (x) => (x > 0 || x !== x ? x : 0),
};

/** 2/√π · e^−x² · Σ 2ⁿ x²ⁿ⁺¹ / (2n+1)!!: https://dlmf.nist.gov/7.6.E2. */
function erf(x: number): number {
  if (x !== x) return NaN;
  if (Math.abs(x) > 6) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > Math.abs(sum) * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

function floorRemainder(a: number, b: number): number {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
}

const floatMaths: Readonly<Record<BinaryOp, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  // JavaScript gives NaN for 1 ** NaN and (±1) ** ±Infinity; IEEE 754 and PyTorch give 1.
  pow: (a, b) => (a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : a ** b),
  maximum: Math.max,
  minimum: Math.min,
  atan2: Math.atan2,
  remainder: floorRemainder,
  // PyTorch's definition: whole times that b fits into a, one less for a remainder of the other sign.
  floorDiv: (a, b) => {
    if (b === 0) return a / b;
    const rest = a % b;
    return Math.round((a - rest) / b) - Number(rest !== 0 && rest < 0 !== b < 0);
  },
};

const integerMaths: Readonly<Record<BinaryOp, (a: number, b: number) => number>> = {
  ...floatMaths,
  mul: Math.imul,
  pow: (a, b) => {
    if (b < 0) return Math.abs(a) === 1 ? a ** (b % 2) : 0;
    let power = 1;
    for (let i = 0; i < b; i++) power = Math.imul(power, a);
    return power;
  },
  div: (a, b) => (b === 0 ? 0 : Math.trunc(a / b)),
  remainder: (a, b) => (b === 0 ? 0 : floorRemainder(a, b)),
  floorDiv: (a, b) => (b === 0 ? 0 : Math.floor(a / b)),
};

export function binaryMaths(op: BinaryOp, dtype: DType): (a: number, b: number) => number {
  return (dtype === "int32" || dtype === "uint8" ? integerMaths : floatMaths)[op];
}

export const compareMaths: Readonly<Record<CompareOp, (a: number, b: number) => boolean>> = {
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
  logicalAnd: (a, b) => a !== 0 && b !== 0,
  logicalOr: (a, b) => a !== 0 || b !== 0,
};

/** Two words of Threefry-2x32 with 20 rounds: Salmon et al., SC 2011, https://doi.org/10.1145/2063384.2063405. */
export function threefry(key: readonly [number, number], counter: readonly [number, number]): [number, number] {
  const rotations = [13, 15, 26, 6, 17, 29, 16, 24];
  const keys = [key[0], key[1], key[0] ^ key[1] ^ 0x1bd11bda];
  let a = (counter[0] + key[0]) | 0;
  let b = (counter[1] + key[1]) | 0;
  for (let round = 0; round < 20; round++) {
    const turn = rotations[round % 8];
    a = (a + b) | 0;
    b = ((b << turn) | (b >>> (32 - turn))) ^ a;
    if (round % 4 === 3) {
      const injection = (round + 1) / 4;
      a = (a + keys[injection % 3]) | 0;
      b = (b + keys[(injection + 1) % 3] + injection) | 0;
    }
  }
  return [a, b];
}
