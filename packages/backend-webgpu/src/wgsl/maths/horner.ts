/** WGSL of a polynomial in the variable `x`, of coefficients from the highest power down. */
export function horner(x: string, [highest, ...rest]: readonly number[]): string {
  return rest.reduce((sum, c) => `fma(${sum}, ${x}, F(${c}))`, `F(${highest})`);
}
