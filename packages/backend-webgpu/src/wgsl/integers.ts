/**
 * WGSL of functions of vectors of integers of `type`, i32 or u32: `quotient` towards 0 and `floorDiv` down, both 0 for
 * a divisor of 0, `remainder` with the divisor's sign, and `pow`. All wrap.
 */
export function integerMaths(type: string): string {
  return `
alias T = vec4<${type}>;
fn quotient(a: T, b: T) -> T { return select(a / b, T(0), b == T(0)); }
fn isAgainst(rest: T, b: T) -> vec4<bool> { return (rest != T(0)) & ((rest < T(0)) != (b < T(0))); }
fn remainder(a: T, b: T) -> T {
  let rest = a % b;
  return select(rest + select(T(0), b, isAgainst(rest, b)), T(0), b == T(0));
}
fn floorDiv(a: T, b: T) -> T { return quotient(a, b) - select(T(0), T(1), isAgainst(a % b, b) & (b != T(0))); }
fn pow(a: T, b: T) -> T {
  var power = T(1);
  var square = a;
  var left = abs(b);
  while (any(left > T(0))) {
    power *= select(T(1), square, (left & T(1)) != T(0));
    square *= square;
    left >>= vec4<u32>(1);
  }
  return select(power, T(0), (b < T(0)) & (abs(a) != T(1)));
}`;
}
