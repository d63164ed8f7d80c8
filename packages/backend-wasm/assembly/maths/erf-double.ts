import { exp } from "./imported";

/** erf x in double precision: 2/√π · e^(−x²) · Σ 2ⁿ x²ⁿ⁺¹ / (1 · 3 · … · (2n + 1)), whose terms have one sign. */
export function erfDouble(x: f64): f64 {
  const size = Math.abs(x);
  if (size >= 6) return x > 0 ? 1 : -1;
  let term = x;
  let sum = x;
  for (let odd: f64 = 3; Math.abs(term) > Math.abs(sum) * 1e-17; odd += 2) {
    term *= (2 * x * x) / odd;
    sum += term;
  }
  return 1.1283791670955126 * exp(-x * x) * sum;
}
