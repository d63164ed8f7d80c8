import type { Library } from "../maths";
import { horner } from "./horner";

// Minimax polynomials (Lawson) of log (1 + f) / s with s = f / (2 + f) for |f| ≤ 1/3.
const LN = horner("z", [0.304367661, 0.399524719, 0.666670322, 2]);
const LOG2 = horner("z", [0.439111471, 0.576392591, 0.961804032, 2.88539004]);

const logarithm = (name: string, polynomial: string, low: string, high: string): readonly [string, ...string[]] => [`fn ${name}(x: F) -> F {
  let bits = normalBits(x);
  let k = exponentOf(bits);
  let f = bitcast<F>(bits - (k << U(23u))) - 1.0;
  let n = F(k) - select(F(0.0), F(149.0), bits != bitcast<I>(x));
  let s = f / (2.0 + f);
  let z = s * s;
  return withEnds(fma(n, F(${high}), fma(n, F(${low}), s * ${polynomial})), x);
}`, "normalBits", "exponentOf", "withEnds"]; // oxfmt-ignore

/** x = 2ᵏ (1 + f) with −1/3 ≤ f < 1/3, so that numbers near 1 have the exponent 0. */
export const LOGARITHM: Library = {
  // Of a number below 2⁻¹²⁶ those of its 2¹⁴⁹-fold, which no adapter takes for 0.
  normalBits: [`fn normalBits(x: F) -> I {
  let bits = bitcast<I>(x);
  return select(bits, bitcast<I>(F(bits)), (bits > I(0)) & (bits < I(0x00800000)));
}`],
  exponentOf: ["fn exponentOf(bits: I) -> I { return (bits - 0x3f2aaaab) >> U(23u); }"],
  withEnds: [`fn withEnds(y: F, x: F) -> F {
  let bits = bitcast<U>(x);
  let odd = select(notANumber(), x, bits == U(0x7f800000u));
  return select(select(y, odd, bits >= U(0x7f800000u)), -infinity(), (bits & U(0x7fffffffu)) == U(0u));
}`, "notANumber", "infinity"],
  log: logarithm("log", LN, "1.42860682e-6", "0.69314575195"),
  log2: logarithm("log2", LOG2, "0.0", "1.0"),
  // 1 + x = 2ᵏ (1 + f), where f = 2⁻ᵏ x + (2⁻ᵏ − 1) loses nothing of a small x.
  log1p: [`fn log1p(x: F) -> F {
  let y = 1.0 + x;
  let k = exponentOf(bitcast<I>(y));
  let shift = k << U(23u);
  let f = bitcast<F>(bitcast<I>(x) - shift) - (1.0 - bitcast<F>(max(I(0x3f800000) - shift, I(0))));
  let n = F(k);
  let s = f / (2.0 + f);
  let z = s * s;
  return withEnds(fma(n, F(0.69314575195), fma(n, F(1.42860682e-6), s * ${LN})), y);
}`, "exponentOf", "withEnds"],
}; // oxfmt-ignore
