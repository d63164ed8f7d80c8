import type { Library } from "../maths";

/** Values and tests of floats by their bits: compilers may assume that there are neither NaN nor infinities. */
export const FLOAT_TESTS: Library = {
  ofBits: ["fn ofBits(bits: u32) -> F { return bitcast<F>(U(bits)); }"],
  infinity: ["fn infinity() -> F { return ofBits(0x7f800000u); }", "ofBits"],
  notANumber: ["fn notANumber() -> F { return ofBits(0x7fc00000u); }", "ofBits"],
  isNaN: ["fn isNaN(x: F) -> B { return (bitcast<U>(x) & U(0x7fffffffu)) > U(0x7f800000u); }"],
  isInfinite: ["fn isInfinite(x: F) -> B { return (bitcast<U>(x) & U(0x7fffffffu)) == U(0x7f800000u); }"],
  // Compilers join products that follow each other, n · a + (n · b + x) to n · (a + b) + x: not with a bit less between.
  apart: ["fn apart(x: F) -> F { return bitcast<F>(bitcast<U>(x) & U(0xfffffffeu)); }"],
  withSign: [`fn withSign(size: F, x: F) -> F {
  return bitcast<F>(bitcast<U>(size) | (bitcast<U>(x) & U(0x80000000u)));
}`],
}; // oxfmt-ignore
