import { WebAssembly } from "./web-assembly";

/** A module of one function that uses the instruction and drops what it gives. */
function validates(code: readonly number[]): boolean {
  const body = [0, ...code, 26, 11];
  return WebAssembly.validate(
    new Uint8Array([
      0, 97, 115, 109, 1, 0, 0, 0, // magic, version
      1, 4, 1, 96, 0, 0, // one type: () → ()
      3, 2, 1, 0, // one function of it
      10, body.length + 2, 1, body.length, ...body,
    ]), // oxfmt-ignore
  );
}

const VECTOR = [65, 0, 253, 15]; // i32.const 0, i8x16.splat

export function hasSimd(): boolean {
  return validates(VECTOR);
}

/** Fused multiply-add of vectors: f32x4.relaxed_madd. */
export function hasRelaxedSimd(): boolean {
  return validates([...VECTOR, ...VECTOR, ...VECTOR, 253, 133, 2]);
}

/**
 * Whether the engine keeps twelve accumulators in registers: V8 does from version 13 on, and spills before. RegExp.escape came
 * with 13.6, and with Firefox 134 and Safari 18.2.
 */
export function hasCarefulRegisters(): boolean {
  return "escape" in RegExp;
}
