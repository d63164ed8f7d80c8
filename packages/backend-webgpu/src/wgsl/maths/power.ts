import type { Library } from "../maths";
import { EXP2 } from "./exponential";
import { horner } from "./horner";

/** Minimax polynomial (Lawson) of (log₂ (1 + e) − 2 s / ln 2) / s³ with s = e / (2 + e) for |e| ≤ 1/3. */
const LOG2 = horner("z", [0.43798864, 0.5764708, 0.96180075]);

/**
 * 2 to the power y log₂ |x|. The logarithm is in two parts, the first of 12 bits, so that its product with the first
 * of y is exact: as in FreeBSD's e_powf.c. Zeros, infinities and NaN as in C.
 */
export const POWER: Library = {
  head: ["fn head(x: F) -> F { return bitcast<F>(bitcast<U>(x) & U(0xfffff000u)); }"],
  pow: [`fn pow(x: F, y: F) -> F {
  let size = abs(x);
  let bits = normalBits(size);
  let k = exponentOf(bits);
  let m = bitcast<F>(bits - (k << U(23u)));
  let e = m - 1.0;
  let d = m + 1.0;
  let s = e / d;
  let sHead = head(s);
  let dHead = head(d);
  let sRest = (fma(-sHead, dHead, e) - sHead * (m - (dHead - 1.0))) / d;
  let z = s * s;
  let whole = F(k) - select(F(0.0), F(149.0), bits != bitcast<I>(size));
  let top = 2.884765625 * sHead;
  let low = fma(F(2.884765625), sRest, fma(F(6.2445675e-4), s, s * z * ${LOG2}));
  let logHead = head(whole + (top + low));
  let logRest = ((whole - logHead) + top) + low;
  let yHead = head(y);
  let high = yHead * logHead;
  let rest = fma(y - yHead, logHead, y * logRest);
  let n = clamp(round(high + rest), F(-126.0), F(128.0));
  let f = (high - n) + rest;
  let isEnd = (bits == I(0)) | (bits == I(0x7f800000));
  let total = y * select(logHead, select(F(-3e38), F(3e38), size > F(1.0)), isEnd);
  var power = 2.0 * halfPower(n) * fma(f, ${EXP2}, F(1.0));
  power = select(power, select(F(0.0), infinity(), total > F(0.0)), abs(total) > F(160.0));
  power = select(power, F(1.0), size == F(1.0));
  let isNegative = bitcast<I>(x) < I(0);
  let isWhole = floor(y) == y;
  power = select(power, -power, isNegative & isWhole & (floor(0.5 * y) != 0.5 * y));
  power = select(power, notANumber(), isNaN(x) | isNaN(y) | (isNegative & !isWhole & !isEnd));
  return select(power, F(1.0), (x == F(1.0)) | (y == F(0.0)));
}`, "head", "normalBits", "exponentOf", "halfPower", "infinity", "notANumber", "isNaN"],
}; // oxfmt-ignore
