import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NpyError, parseNpy, serializeNpy } from "../../src/index";
import { buildNpy, header } from "./build";

const f4 = (fields: Parameters<typeof header>[0], dataLength = 8) => buildNpy(header(fields), dataLength);

const cases: readonly [title: string, bytes: Uint8Array, message: RegExp][] = [
  ["nothing", new Uint8Array(0), /^it ends after 0 bytes, before the end of the header's length/],
  ["another file", new TextEncoder().encode("PK\u0003\u0004 and more"), /^it does not start with "\\x93NUMPY": is this/],
  ["part of the magic", Uint8Array.of(0x93, 0x4e), /^it ends after 2 bytes/],
  ["version 0", buildNpy(header(), 8, 0), /^version 0\.0 is unknown, expected 1\.0, 2\.0 or 3\.0/],
  ["version 4", buildNpy(header(), 8, 4), /^version 4\.0 is unknown/],
  ["version 1.1", buildNpy(header(), 8, 1, 1), /^version 1\.1 is unknown/],
  ["no length", buildNpy("").subarray(0, 9), /^it ends after 9 bytes, before the end of the header's length/],
  ["half a length of version 2", buildNpy("", 0, 2).subarray(0, 11), /^it ends after 11 bytes, before the end of the head/],
  ["header cut", buildNpy(header()).subarray(0, 40), /^it ends after 40 bytes, before the end of a header of 57 bytes/],
  ["header of 64 KB and more", buildNpy(" ".repeat(65_537), 0, 2), /^the header takes 65537 bytes, expected at most 65536/],
  ["header of 4 GB", Uint8Array.of(...buildNpy("", 0, 2).subarray(0, 8), 255, 255, 255, 255), /^the header takes 4294967295/],
  ["not UTF-8", buildNpy(Uint8Array.of(0x7b, 0xff), 0, 3), /^header is not UTF-8 text/],
  ["empty header", buildNpy(""), /^header: expected \{, found its end/],
  ["no dictionary", buildNpy("[1]"), /^header: expected \{, found "\[1\]"/],
  ["unclosed dictionary", buildNpy("{"), /^header: expected a key in quotes, found its end/],
  ["key without quotes", buildNpy("{descr: 1}"), /^header: expected a key in quotes, found "descr: 1\}"/],
  ["key without a value", buildNpy("{'descr'}"), /^header: expected a colon, found "\}"/],
  ["text after it", buildNpy(`${header()} x`, 8), /^header: expected its end, found "x"/],
  ["missing comma", buildNpy("{'descr': '<f4' 'shape': ()}"), /^header: expected a comma or \}, found/],
  ["key twice", buildNpy("{'descr': '<f4', 'descr': '<f8'}"), /^header: "descr" stands there twice/],
  ["unknown key", buildNpy(header().replace("}", "'x': True}"), 8), /^header: unknown key "x", expected descr, fortran_/],
  ["no descr", buildNpy("{'fortran_order': False, 'shape': (2,)}"), /^header: expected descr to be text/],
  ["no order", buildNpy("{'descr': '<f4', 'shape': (2,)}"), /^header: expected fortran_order to be True or False/],
  ["no shape", buildNpy("{'descr': '<f4', 'fortran_order': False}"), /^header: expected shape to be a tuple/],
  ["code as value", f4({ shape: "__import__('os')" }), /^header: expected text in quotes, True, False or a tuple, found "__/],
  ["escaped text", f4({ descr: "'\\x3cf4'" }), /^header: expected text in quotes/],
  ["unclosed text", buildNpy("{'descr': '<f4"), /^header: expected text in quotes/],
  ["order that is a number", f4({ order: "0" }), /^header: expected text in quotes, True, False or a tuple, found "0,/],
  ["order in lower case", f4({ order: "false" }), /^header: expected text in quotes, True/],
  ["order as text", f4({ order: "'False'" }), /^header: expected fortran_order to be True or False/],
  ["a longer word", f4({ order: "Falsey" }), /^header: expected text in quotes, True/],
  ["descr that is a tuple", f4({ descr: "(1,)" }), /^header: expected descr to be text/],
  ["shape that is text", f4({ shape: "'2'" }), /^header: expected shape to be a tuple/],
  ["shape that is True", f4({ shape: "True" }), /^header: expected shape to be a tuple/],
  ["shape that is a list", f4({ shape: "[2]" }), /^structured arrays/],
  ["number in parentheses", f4({ shape: "(2)" }), /^header: expected a comma: \(3,\) is a tuple, \(3\) is not/],
  ["negative size", f4({ shape: "(-2,)" }), /^header: expected a non-negative integer below 2\^53, found "-2,\)/],
  ["fraction", f4({ shape: "(1.5,)" }), /^header: expected a non-negative integer/],
  ["exponent", f4({ shape: "(2e0,)" }), /^header: expected a non-negative integer/],
  ["leading zero", f4({ shape: "(02,)" }), /^header: expected a non-negative integer/],
  ["underscore", f4({ shape: "(1_0,)" }), /^header: expected a non-negative integer/],
  ["size in quotes", f4({ shape: "('2',)" }), /^header: expected a non-negative integer/],
  ["size True", f4({ shape: "(True,)" }), /^header: expected a non-negative integer/],
  ["nested shape", f4({ shape: "((2,),)" }), /^header: expected a non-negative integer/],
  ["only a comma", f4({ shape: "(,)" }), /^header: expected a non-negative integer/],
  ["size of 17 digits", f4({ shape: "(10000000000000000,)" }), /^header: expected a non-negative integer below 2\^53/],
  ["size of 2^53", f4({ shape: "(9007199254740992,)" }), /^header: size 9007199254740992 is too large/],
  ["unclosed shape", buildNpy("{'shape': (2, 3"), /^header: expected a non-negative integer.*found "3"/],
  ["bytes past 2^53", f4({ shape: "(94906267, 94906267)" }), /^shape \[94906267,94906267\] of float32 is too large/],
  ["sizes past infinity", f4({ shape: `(${"9000000000000000, ".repeat(40)})` }), /^shape .* is too large/],
  ["65 dimensions", f4({ shape: `(${"1, ".repeat(65)})` }), /^shape: 65 dimensions, expected at most 64/],
  ["more than any memory", f4({ shape: "(1000000, 1000000)" }), /^8 bytes follow the header, expected 4000000000000 for/],
  ["a byte missing", f4({}, 7), /^7 bytes follow the header, expected 8 for shape \[2\] of float32: the file is cut short/],
  ["a byte too many", f4({}, 9), /^9 bytes follow the header, expected 8 .*: an npy file holds one array/],
  ["no byte order", f4({ descr: "'f4'" }), /^dtype "f4": the byte order is missing, expected "<" or ">" in front/],
  ["native byte order", f4({ descr: "'=f4'" }), /^dtype "=f4": the byte order is missing/],
  ["irrelevant byte order", f4({ descr: "'|f4'" }), /^dtype "\|f4": the byte order is missing/],
  ["unknown width", f4({ descr: "'<i3'" }), /^dtype "<i3": it is unknown, expected one of bool/],
  ["empty descr", f4({ descr: "''" }), /^dtype "": it is unknown/],
  ["descr of Object.prototype", f4({ descr: "'constructor'" }), /^dtype "constructor": it is unknown/],
  ["two dtypes", f4({ descr: "'<f4<f4'" }), /^dtype "<f4<f4": floats of this width are not supported/],
  ["a bool of 2", Uint8Array.of(...buildNpy(header({ descr: "'|b1'" })), 1, 2), /^element 1 of bool is 2, expected 0 or 1/],
]; // oxfmt-ignore

describe("malformed npy files", () => {
  it.each(cases)("are refused: %s", (_, bytes, message) => {
    expect(() => parseNpy(bytes)).toThrow(NpyError);
    expect(() => parseNpy(bytes)).toThrow(message);
  });

  it.each([
    ["double quotes", buildNpy(header().replaceAll("'", '"'), 8)],
    ["another order of keys", buildNpy("{'shape': (2,), 'descr': '<f4', 'fortran_order': False}", 8)],
    ["no trailing comma", buildNpy("{'descr':'<f4','fortran_order':False,'shape':(2,)}", 8)],
    ["long integers of Python 2", buildNpy(header({ shape: "(2L,)" }), 8)],
    ["space and line breaks", buildNpy(`  ${header({ shape: "( 1 , 2 , )" })} \n\n`, 8)],
  ])("are told from unusual ones: %s", (_, bytes) => {
    expect(parseNpy(bytes).data).toEqual(new Float32Array(2));
  });

  it("never give another error than NpyError, whatever bytes are damaged", () => {
    const valid = serializeNpy({ dtype: "int16", shape: [2, 3], data: Int16Array.of(1, 2, 3, 4, 5, 6) });
    const damage = fc.array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(damage, fc.nat(valid.length), (changes, cut) => {
        const bytes = valid.slice(0, cut > 130 ? valid.length : valid.length - cut);
        for (const [at, byte] of changes) bytes[at] = byte;
        try {
          const { data, shape } = parseNpy(bytes);
          expect(data.byteLength).toBeLessThanOrEqual(bytes.length);
          expect(shape.reduce((a, b) => a * b, 1)).toBe(data.length);
        } catch (error) {
          expect(error).toBeInstanceOf(NpyError);
        }
      }),
      { numRuns: 5000 },
    );
  });
});
