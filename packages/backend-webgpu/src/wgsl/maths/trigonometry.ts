import type { Library } from "../maths";
import { horner } from "./horner";

// Minimax polynomials (Remez, Lawson) on ±π/4, of arguments up to 1/2 and up to 1.
const SIN = horner("z", [-1.9514957608e-4, 0.00833215841, -0.166666546]);
const COS = horner("z", [2.44327845e-5, -1.38873131e-3, 0.0416666456, -0.5, 1]);
const ASIN = horner("z", [0.0421661325, 0.0241796244, 0.0454703532, 0.0749529749, 0.166667521]);
const ATAN = horner("z", [
  0.00291747064, -0.0163550712, 0.043191053, -0.0755046681, 0.106651962, -0.142108545, 0.199937493, -0.333331525,
]); // oxfmt-ignore

/**
 * Multiples n of π/2 are taken off in three parts, of which two have 8 bits: their products with n are exact up to
 * |x| = 10⁵, with or without a fused `fma`.
 */
export const TRIGONOMETRY: Library = {
  turned: [`fn turned(x: F, n: F) -> F {
  let rest = apart(fma(n, F(-4.825592041015625e-4), apart(fma(n, F(-1.5703125), x))));
  return fma(n, F(-1.2675908e-6), rest);
}`, "apart"],
  sinOfRest: [`fn sinOfRest(x: F, z: F) -> F { return fma(x * z, ${SIN}, x); }`],
  cosOfRest: [`fn cosOfRest(z: F) -> F { return ${COS}; }`],
  turnedSin: [`fn turnedSin(x: F, quarters: f32) -> F {
  let n = round(x * 0.636619772);
  let r = turned(x, n);
  let z = r * r;
  let turns = bitcast<U>(n + (12582912.0 + quarters));
  let y = select(sinOfRest(r, z), cosOfRest(z), (turns & U(1u)) != U(0u));
  return bitcast<F>(bitcast<U>(y) ^ ((turns & U(2u)) << U(30u)));
}`, "turned", "sinOfRest", "cosOfRest"],
  sin: ["fn sin(x: F) -> F { return turnedSin(x, 0.0); }", "turnedSin"],
  cos: ["fn cos(x: F) -> F { return turnedSin(x, 1.0); }", "turnedSin"],
  tan: [`fn tan(x: F) -> F {
  let n = round(x * 0.636619772);
  let r = turned(x, n);
  let s = sinOfRest(r, r * r);
  let c = cosOfRest(r * r);
  let isOdd = (bitcast<U>(n + 12582912.0) & U(1u)) != U(0u);
  return select(s, -c, isOdd) / select(c, s, isOdd);
}`, "turned", "sinOfRest", "cosOfRest"],
  asinOfSize: [`fn asinOfSize(a: F) -> F {
  let z = select(a * a, 0.5 - 0.5 * a, a > F(0.5));
  let s = select(a, sqrt(z), a > F(0.5));
  return select(fma(s * z, ${ASIN}, s), notANumber(), a > F(1.0));
}`, "notANumber"],
  asin: [`fn asin(x: F) -> F {
  let y = asinOfSize(abs(x));
  return withSign(select(y, 1.57079633 - 2.0 * y, abs(x) > F(0.5)), x);
}`, "asinOfSize", "withSign"],
  acos: [`fn acos(x: F) -> F {
  let y = asinOfSize(abs(x));
  return select(1.57079633 - withSign(y, x), select(2.0 * y, 3.14159265 - 2.0 * y, x < F(0.0)), abs(x) > F(0.5));
}`, "asinOfSize", "withSign"],
  atanOfUnit: [`fn atanOfUnit(x: F) -> F {
  let z = x * x;
  return fma(x * z, ${ATAN}, x);
}`],
  atan: [`fn atan(x: F) -> F {
  let isLarge = abs(x) > F(1.0);
  let y = atanOfUnit(select(abs(x), 1.0 / abs(x), isLarge));
  return withSign(select(y, 1.57079633 - y, isLarge), x);
}`, "atanOfUnit", "withSign"],
  atan2: [`fn atan2(y: F, x: F) -> F {
  let most = max(abs(x), abs(y));
  var slope = select(min(abs(x), abs(y)) / most, F(1.0), abs(x) == abs(y));
  slope = select(slope, F(0.0), most == F(0.0));
  var angle = atanOfUnit(slope);
  angle = select(angle, 1.57079633 - angle, abs(y) > abs(x));
  angle = select(angle, 3.14159265 - angle, bitcast<I>(x) < I(0));
  return select(withSign(angle, y), notANumber(), isNaN(x) | isNaN(y));
}`, "atanOfUnit", "withSign", "notANumber", "isNaN"],
}; // oxfmt-ignore
