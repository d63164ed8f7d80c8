/** Below this, a quotient of integers is that of floats, truncated. */
const EXACT = 2 ** 21;

/**
 * WGSL of `over(a, b, 1 / b)`, the whole part of a / b for a up to `most`: without the long division of integers where
 * floats are exact. The halves between (a + ½) / b and the next integer exceed the float's error there.
 */
export function quotient(most: number): { readonly key: string; readonly text: string } {
  const isExact = most < EXACT;
  const value = isExact ? "u32((f32(a) + 0.5) * inverse)" : "a / b";
  return {
    key: isExact ? "small" : "large",
    text: `fn over(a: u32, b: u32, inverse: f32) -> u32 { return ${value}; }`,
  };
}

/**
 * WGSL of `divide(a, b)`, the whole part of a / b where that is below 2²²: by floats, whose error is less than 1 there,
 * as software adapters divide integers one by one.
 */
export const DIVIDE = `
fn divide(a: u32, b: u32) -> u32 {
  let quotient = u32(f32(a) / f32(b));
  let rest = i32(a - quotient * b);
  return quotient + u32(rest >= i32(b)) - u32(rest < 0);
}`;
