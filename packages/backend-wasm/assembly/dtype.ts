/** As src/elementwise.ts numbers them: bool is a byte like uint8, and differs only as what `cast` makes. */
export const enum DType { f32, i32, f64, u8, bool }
