import type { Library } from "../maths";
import { horner } from "./horner";

// Minimax polynomials (Remez, Lawson) of eʳ, of (eʳ − 1 − r) / r² and of log₂ (1 − erf x) / x.
const EXP = horner("r", [0.0013843607, 0.008374196, 0.041668005, 0.16666431, 0.49999994, 1, 1]);
const EXPM1 = horner("r", [0.00138825164, 0.00836654713, 0.0416672007, 0.166665434, 0.499999981]);
const ERF = horner("a", [
  -5.8644942e-5, 5.4903311e-4, -1.80404795e-3, -2.99440319e-4, 0.0278764348, -0.148328617, -0.918444276, -1.62790704,
]); // oxfmt-ignore
/** (2ᶠ − 1) / f */
export const EXP2 = horner("f", [1.5403528e-4, 1.3390626e-3, 9.6191419e-3, 0.0555035, 0.240226448, 0.693147182]);

/**
 * x = n ln 2 + r with a whole n and |r| ≤ ln 2 / 2. ln 2 is in two parts, the first so short that its product with n
 * is exact; 2ⁿ⁻¹ comes by adding 126 to n where the last bits of a float are units.
 */
export const EXPONENTIAL: Library = {
  wholeOf: ["fn wholeOf(x: F) -> F { return clamp(round(x * 1.44269504), F(-126.0), F(128.0)); }"],
  restOf: [
    "fn restOf(x: F, n: F) -> F { return fma(n, F(-1.42860677e-6), apart(fma(n, F(-0.69314575195), x))); }",
    "apart",
  ],
  halfPower: ["fn halfPower(n: F) -> F { return bitcast<F>(bitcast<U>(n + 12583038.0) << U(23u)); }"],
  // The functions for half of eˣ and eˣ − 1 are finite where sinh and cosh are.
  halfExp: [`fn halfExp(x: F) -> F {
  let n = wholeOf(x);
  let r = restOf(x, n);
  return select(${EXP} * halfPower(n), F(0.0), x < F(-87.0));
}`, "wholeOf", "restOf", "halfPower"],
  exp: ["fn exp(x: F) -> F { return 2.0 * halfExp(x); }", "halfExp"],
  halfExpm1: [`fn halfExpm1(x: F) -> F {
  let n = wholeOf(x);
  let r = restOf(x, n);
  let half = halfPower(n);
  return select(fma(fma(r * r, ${EXPM1}, r), half, half - 0.5), F(-0.5), x < F(-18.0));
}`, "wholeOf", "restOf", "halfPower"],
  expm1: ["fn expm1(x: F) -> F { return 2.0 * halfExpm1(x); }", "halfExpm1"],
  sigmoid: ["fn sigmoid(x: F) -> F { return 1.0 / (1.0 + exp(-x)); }", "exp"],
  tanh: [`fn tanh(x: F) -> F {
  let h = halfExpm1(-2.0 * abs(x));
  return withSign(-h / (1.0 + h), x);
}`, "halfExpm1", "withSign"],
  sinh: [`fn sinh(x: F) -> F {
  let h = halfExpm1(abs(x));
  let low = min(h, F(1e18));
  return withSign(h + low / fma(F(2.0), low, F(1.0)), x);
}`, "halfExpm1", "withSign"],
  cosh: [`fn cosh(x: F) -> F {
  let h = halfExp(abs(x));
  return h + 0.25 / h;
}`, "halfExp"],
  erf: [`fn erf(x: F) -> F {
  let a = min(abs(x), F(4.2));
  let t = a * ${ERF};
  let n = round(t);
  let f = t - n;
  let half = halfPower(n);
  let y = 1.0 - 2.0 * half - 2.0 * half * f * ${EXP2};
  return select(withSign(y, x), x, isNaN(x));
}`, "halfPower", "withSign", "isNaN"],
}; // oxfmt-ignore
