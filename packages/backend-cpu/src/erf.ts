/** Expansions per unit of x, up to `LIMIT`; from there on erf(x) is 1 in double precision. */
const DENSITY = 32;
const LIMIT = 6;
const TERMS = 10;

/**
 * Taylor coefficients c of erf around each multiple of 1 / `DENSITY`, highest first. Each comes from the two below it,
 * as erf″(x) = −2x · erf′(x): (n + 2)(n + 1) · c[n + 2] = −2 · (x (n + 1) · c[n + 1] + n · c[n]).
 */
function expand(): Float64Array {
  const table = new Float64Array((LIMIT * DENSITY + 1) * TERMS);
  let value = 0;
  for (let last = TERMS - 1, x = 0; last < table.length; last += TERMS, x += 1 / DENSITY) {
    table[last] = value;
    table[last - 1] = (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x);
    for (let n = 0; n < TERMS - 2; n++) {
      table[last - n - 2] = (-2 * (x * (n + 1) * table[last - n - 1] + n * table[last - n])) / ((n + 2) * (n + 1));
    }
    value = evaluate(table, last, 1 / DENSITY);
  }
  return table;
}

function evaluate(table: Float64Array, last: number, x: number): number {
  let sum = 0;
  for (let i = last - TERMS + 1; i <= last; i++) sum = sum * x + table[i];
  return sum;
}

let expansions: Float64Array | undefined;

/** The error function, to 6e-16 of its value. */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (!(size < LIMIT)) return Math.sign(x);
  expansions ??= expand();
  const nearest = Math.floor(size * DENSITY + 0.5);
  const y = evaluate(expansions, nearest * TERMS + TERMS - 1, size - nearest / DENSITY);
  return x < 0 ? -y : y;
}
