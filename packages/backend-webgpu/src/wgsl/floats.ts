/**
 * Values that WGSL has no literals for, and tests that compilers which assume finite numbers may not fold:
 * https://www.w3.org/TR/WGSL/#floating-point-evaluation.
 */
export const FLOATS = `
fn infinity() -> f32 { let bits = 0x7f800000u; return bitcast<f32>(bits); }
fn notANumber() -> f32 { let bits = 0x7fc00000u; return bitcast<f32>(bits); }
fn isNaN(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u; }
fn isInfinite(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) == 0x7f800000u; }
`;
