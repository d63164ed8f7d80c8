/** As src/kernels/binary.ts numbers them. */
export const enum BinaryOp { add, sub, mul, div, maximum, minimum, pow, atan2, remainder, floorDiv }
