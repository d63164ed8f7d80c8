import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { widenBfloat16, widenFloat16 } from "../../src/float16";
import { toHost } from "../../src/safetensors/to-host";
import type { RawTensor } from "../../src/index";

const bytesOf = (array: ArrayBufferView) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
const raw = (dtype: RawTensor["dtype"], array: ArrayBufferView): RawTensor => ({
  dtype,
  shape: [array.byteLength],
  bytes: bytesOf(array),
});
const everyHalf = Uint16Array.from({ length: 65536 }, (_, i) => i);

describe("half precision", () => {
  it("widens every float16 to the value its definition gives", () => {
    const expected = Float32Array.from(everyHalf, (bits) => {
      const sign = bits >= 0x8000 ? -1 : 1;
      const exponent = (bits >> 10) & 31;
      const fraction = (bits & 1023) / 1024;
      if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
      return exponent === 0 ? sign * 2 ** -14 * fraction : sign * 2 ** (exponent - 15) * (1 + fraction);
    });
    // toEqual tells -0 from 0.
    expect(Array.from(widenFloat16(everyHalf))).toEqual(Array.from(expected));
  });

  it("widens every bfloat16 to the value its definition gives", () => {
    const expected = Float32Array.from(everyHalf, (bits) => {
      const sign = bits >= 0x8000 ? -1 : 1;
      const exponent = (bits >> 7) & 255;
      const fraction = (bits & 127) / 128;
      if (exponent === 255) return fraction === 0 ? sign * Infinity : NaN;
      return exponent === 0 ? sign * 2 ** -126 * fraction : sign * 2 ** (exponent - 127) * (1 + fraction);
    });
    expect(Array.from(widenBfloat16(everyHalf))).toEqual(Array.from(expected));
  });

  it("keeps what a NaN carries", () => {
    const bits = new Uint32Array(widenFloat16(Uint16Array.of(0x7e01, 0xfc03)).buffer);
    expect([...bits]).toEqual([0x7fc02000, 0xff806000]);
  });
});

describe("toHost", () => {
  it.each([
    ["F64", Float64Array.of(0.1, -1e300), "float64"],
    ["F32", Float32Array.of(0.1, -1e30), "float32"],
    ["I32", Int32Array.of(-2147483648, 2147483647), "int32"],
    ["U8", Uint8Array.of(0, 255), "uint8"],
    ["BOOL", Uint8Array.of(0, 1), "bool"],
  ] as const)("takes %s as it is", (dtype, array, expected) => {
    expect(toHost("w", raw(dtype, array))).toEqual({ data: array, dtype: expected });
  });

  it.each([
    ["I64", BigInt64Array.of(-2147483648n, 2147483647n), [-2147483648, 2147483647]],
    ["U64", BigUint64Array.of(0n, 2147483647n), [0, 2147483647]],
    ["U32", Uint32Array.of(0, 2147483647), [0, 2147483647]],
    ["I16", Int16Array.of(-32768, 32767), [-32768, 32767]],
    ["U16", Uint16Array.of(0, 65535), [0, 65535]],
    ["I8", Int8Array.of(-128, 127), [-128, 127]],
  ] as const)("turns %s into int32", (dtype, array, expected) => {
    expect(toHost("w", raw(dtype, array))).toEqual({ data: Int32Array.from(expected), dtype: "int32" });
  });

  it.each([
    ["I64", BigInt64Array.of(1n, 2147483648n), /^tensor "w": element 1 is 2147483648 \(I64\), which int32 cannot hold/],
    ["I64", BigInt64Array.of(-2147483649n), /^tensor "w": element 0 is -2147483649 \(I64\)/],
    ["I64", BigInt64Array.of(2n ** 32n), /^tensor "w": element 0 is 4294967296 \(I64\)/],
    ["U64", BigUint64Array.of(2n ** 64n - 1n), /^tensor "w": element 0 is 18446744073709551615 \(U64\)/],
    ["U32", Uint32Array.of(4294967295), /^tensor "w": element 0 is 4294967295 \(U32\)/],
    ["BOOL", Uint8Array.of(1, 0, 2), /^tensor "w": element 2 of BOOL is 2, expected 0 or 1/],
    ["F8_E4M3", Uint8Array.of(0), /^tensor "w": no tensor dtype holds F8_E4M3; parseSafetensors gives its bytes/],
    ["C64", Float32Array.of(0, 1), /^tensor "w": no tensor dtype holds C64/],
  ] as const)("refuses %s of %o", (dtype, array, message) => {
    expect(() => toHost("w", raw(dtype, array))).toThrow(message);
  });

  it("reads elements that start at any byte", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true })), fc.nat(16), (values, shift) => {
        const array = Float64Array.from(values);
        const moved = new Uint8Array(array.byteLength + shift);
        moved.set(bytesOf(array), shift);
        const { data } = toHost("w", { dtype: "F64", shape: [array.length], bytes: moved.subarray(shift) });
        expect(data).toEqual(array);
      }),
    );
  });
});
