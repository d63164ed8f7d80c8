import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type NpyArray, NpyError, parseNpy, serializeNpy } from "../../src/index";
import { toRowMajor } from "../../src/npy/row-major";

describe("serializeNpy", () => {
  it("keeps any array", () => {
    fc.assert(
      fc.property(fc.array(fc.double()), fc.array(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n)), (floats, integers) => {
        const a: NpyArray = { dtype: "float64", shape: [1, floats.length], data: Float64Array.from(floats) };
        const b: NpyArray = { dtype: "int64", shape: [integers.length], data: BigInt64Array.from(integers) };
        expect(parseNpy(serializeNpy(a))).toEqual(a);
        expect(parseNpy(serializeNpy(b))).toEqual(b);
      }),
    );
  });

  it("takes a part of a buffer", () => {
    const data = new Float32Array(Float32Array.of(9, 1, 2, 9).buffer, 4, 2);
    expect(parseNpy(serializeNpy({ dtype: "float32", shape: [2], data })).data).toEqual(Float32Array.of(1, 2));
  });

  it("aligns the elements to 64 bytes", () => {
    for (let dims = 0; dims <= 64; dims++) {
      const shape = new Array<number>(dims).fill(1);
      const bytes = serializeNpy({ dtype: "uint8", shape, data: Uint8Array.of(7) });
      expect((bytes.length - 1) % 64).toBe(0);
      expect(bytes[bytes.length - 2]).toBe(10);
      expect(parseNpy(bytes).shape).toEqual(shape);
    }
  });

  const one = Float32Array.of(1);
  const refused: readonly [title: string, array: object, message: RegExp][] = [
    ["unknown dtype", { dtype: "float", shape: [1], data: one }, /^unknown dtype "float", expected one of bool, int8/],
    ["dtype of Object.prototype", { dtype: "toString", shape: [1], data: one }, /^unknown dtype "toString"/],
    ["negative size", { dtype: "float32", shape: [-1], data: one }, /^shape \[-1\] must hold non-negative integers/],
    ["fraction", { dtype: "float32", shape: [0.5], data: one }, /^shape \[0.5\] must hold non-negative integers/],
    ["shape that is a number", { dtype: "float32", shape: 1, data: one }, /^shape \[1\] must hold/],
    ["too many dimensions", { dtype: "float32", shape: Array(65).fill(1), data: one }, /^shape: 65 dimensions, expected/],
    ["sizes past 2^53", { dtype: "float32", shape: [2 ** 40, 2 ** 40], data: one }, /^shape .* is too large/],
    ["other elements", { dtype: "float64", shape: [1], data: one }, /^data of float64 must be a Float64Array/],
    ["plain numbers", { dtype: "float32", shape: [1], data: [1] }, /^data of float32 must be a Float32Array/],
    ["too few elements", { dtype: "float32", shape: [2], data: one }, /^data holds 1 elements, expected 2 for shape \[2\]/],
  ]; // oxfmt-ignore
  it.each(refused)("refuses %s", (_, array, message) => {
    expect(() => serializeNpy(array as NpyArray)).toThrow(NpyError);
    expect(() => serializeNpy(array as NpyArray)).toThrow(message);
  });
});

describe("toRowMajor", () => {
  it("agrees with the definition, for any shape", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 5 }), (shape) => {
        const length = shape.reduce((a, b) => a * b, 1);
        const fortran = Int32Array.from({ length }, (_, i) => i);
        const rows = toRowMajor(fortran, new Int32Array(length), shape);
        for (let i = 0; i < length; i++) {
          // The place of element i, dimension by dimension from the last, and its number in Fortran order.
          let rest = i;
          const index = shape.toReversed().map((size) => {
            const at = rest % size;
            rest = Math.floor(rest / size);
            return at;
          });
          const number = shape.reduceRight((sum, size, dim) => sum * size + index[shape.length - 1 - dim], 0);
          expect(rows[i]).toBe(number);
        }
      }),
    );
  });
});
