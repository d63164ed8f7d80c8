import { describe, expect, it } from "vitest";
import { SafetensorsError, parseSafetensors } from "../../src/index";
import { buildFile, header } from "./build-file";

const w = (fields: Parameters<typeof header>[0], dataLength = 8) => buildFile(header(fields), dataLength);
const entry = (name: string, begin: number, end: number) =>
  `"${name}":{"dtype":"U8","shape":[${end - begin}],"data_offsets":[${begin},${end}]}`;

const cases: readonly [title: string, bytes: Uint8Array, message: RegExp][] = [
  ["nothing", new Uint8Array(0), /^0 bytes are too short.*at least 8/],
  ["7 bytes", new Uint8Array(7), /^7 bytes are too short/],
  ["header longer than the file", buildFile("{}", 0, 3n), /^header length is 3, but only 2 bytes follow/],
  ["header of 100 MB and one byte", buildFile("{}", 0, 100_000_001n), /^header length is 100000001, expected at most/],
  ["header of 2^64 - 1 bytes", buildFile("{}", 0, 2n ** 64n - 1n), /^header length is 18446744073709551615,/],
  ["no header", buildFile(""), /^header: expected a JSON object that starts with "\{", found ""/],
  ["not UTF-8", buildFile(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x7d)), /^header is not UTF-8/],
  ["byte order mark", buildFile("\ufeff{}"), /^header: expected a JSON object/],
  ["leading space", buildFile(" {}"), /^header: expected a JSON object/],
  ["array", buildFile("[]"), /^header: expected a JSON object.*found "\[\]"/],
  ["number", buildFile("12"), /^header: expected a JSON object.*found "12"/],
  ["unclosed object", buildFile("{"), /^header: expected a key in quotes, found the end/],
  ["text after the object", buildFile("{} x"), /^header: expected the end of the header, found x/],
  ["key without quotes", buildFile("{w:1}"), /^header: expected a key in quotes, found w:1\}/],
  ["key without a value", buildFile('{"w"}'), /^header: after key "w": expected ":", found \}/],
  ["trailing comma", buildFile(`{${entry("a", 0, 1)},}`, 1), /^header: expected a key in quotes, found \}/],
  ["missing comma", buildFile(`{${entry("a", 0, 1)} ${entry("b", 1, 2)}}`, 2), /^header: expected "\}", found "b"/],
  ["unclosed string", buildFile('{"w'), /^header: the header ends inside of a string/],
  ["string that ends in a backslash", buildFile('{"w\\'), /^header: the header ends inside of a string/],
  ["raw control character", buildFile('{"a\nb":1}'), /^header: bad JSON: a control character/],
  ["bad escape", buildFile('{"\\x":1}'), /^header: bad JSON: a string with a bad escape/],
  ["unpaired surrogate", buildFile('{"\\ud800":1}'), /^header: bad JSON: an unpaired surrogate/],
  ["name twice", buildFile(`{${entry("a", 0, 1)},${entry("a", 1, 2)}}`, 2), /^header: key "a" stands there twice/],
  ["name twice, once escaped", buildFile(`{${entry("a", 0, 1)},${entry("\\u0061", 1, 2)}}`, 2), /key "a" stands there/],
  ["field twice", buildFile('{"w":{"dtype":"U8","dtype":"U8"}}'), /^tensor "w": key "dtype" stands there twice/],
  ["unknown field", buildFile('{"w":{"device":"x"}}'), /^tensor "w": unknown field "device", expected dtype, shape/],
  ["tensor that is null", buildFile('{"w":null}'), /^tensor "w": expected "\{", found null/],
  ["no dtype", buildFile('{"w":{"shape":[],"data_offsets":[0,0]}}'), /^tensor "w": dtype is missing/],
  ["no shape", buildFile('{"w":{"dtype":"U8","data_offsets":[0,0]}}'), /^tensor "w": shape is missing/],
  ["no offsets", buildFile('{"w":{"dtype":"U8","shape":[]}}'), /^tensor "w": data_offsets is missing/],
  ["unknown dtype", w({ dtype: '"F33"' }), /^tensor "w": unknown dtype "F33", expected one of U64, /],
  ["dtype of Object.prototype", w({ dtype: '"toString"' }), /^tensor "w": unknown dtype "toString"/],
  ["dtype that is a number", w({ dtype: "32" }), /^tensor "w": dtype: expected a string, found 32/],
  ["negative size", w({ shape: "[-2]" }), /^tensor "w": shape: expected a non-negative integer below 2\^53, found -2/],
  ["minus zero", w({ shape: "[-0]" }), /^tensor "w": shape: expected a non-negative integer.*found -0/],
  ["fraction", w({ shape: "[1.5]" }), /^tensor "w": shape: expected a non-negative integer.*found 1\.5/],
  ["exponent", w({ shape: "[2e0]" }), /^tensor "w": shape: expected a non-negative integer.*found 2e0/],
  ["leading zero", w({ shape: "[02]" }), /^tensor "w": shape: expected a non-negative integer.*found 02/],
  ["size in quotes", w({ shape: '["2"]' }), /^tensor "w": shape: expected a non-negative integer.*found "2"/],
  ["null size", w({ shape: "[null]" }), /^tensor "w": shape: expected a non-negative integer.*found null/],
  ["NaN size", w({ shape: "[NaN]" }), /^tensor "w": shape: expected a non-negative integer.*found NaN/],
  ["size of 2^53", w({ shape: "[9007199254740992]" }), /^tensor "w": shape: expected a non-negative integer below 2\^53/],
  ["shape that is a number", w({ shape: "2" }), /^tensor "w": shape: expected "\[", found 2/],
  ["nested shape", w({ shape: "[[2]]" }), /^tensor "w": shape: expected a non-negative integer.*found \[2\]/],
  ["unclosed shape", buildFile('{"w":{"dtype":"U8","shape":[1'), /^tensor "w": shape: expected "\]", found the end/],
  ["elements past 2^53", w({ shape: "[94906267,94906267]" }), /^tensor "w": shape \[94906267,94906267\] of F32 is too/],
  ["bytes past 2^53", w({ shape: "[4503599627370496]" }), /^tensor "w": shape \[4503599627370496\] of F32 is too large/],
  ["sizes past infinity", w({ shape: `[${Array(40).fill(9e15)}]` }), /^tensor "w": shape .* is too large/],
  ["one offset", w({ offsets: "[0]" }), /^tensor "w": data_offsets holds 1 numbers, expected 2/],
  ["three offsets", w({ offsets: "[0,4,8]" }), /^tensor "w": data_offsets holds 3 numbers, expected 2/],
  ["offset that is a fraction", w({ offsets: "[0,8.5]" }), /^tensor "w": data_offsets: expected a non-neg.*found 8\.5/],
  ["negative offset", w({ offsets: "[-8,0]" }), /^tensor "w": data_offsets: expected a non-negative.*found -8/],
  ["reversed offsets", w({ offsets: "[8,0]" }), /^tensor "w": data_offsets \[8,0\] are reversed/],
  ["end after the file", w({ offsets: "[0,9]" }), /^tensor "w": data_offsets \[0,9\] lie outside.* 8 bytes of data/],
  ["offsets far after the file", w({ offsets: "[9007199254740983,9007199254740991]" }), /^tensor "w": .*lie outside/],
  ["too few bytes", w({ shape: "[3]" }), /^tensor "w": data_offsets \[0,8\] span 8 bytes, expected 12 for shape \[3\] of F32/],
  ["too many bytes", w({ shape: "[]" }), /^tensor "w": data_offsets \[0,8\] span 8 bytes, expected 4 for shape \[\] of F32/],
  ["bytes of an empty shape", w({ shape: "[0]" }), /^tensor "w": data_offsets \[0,8\] span 8 bytes, expected 0/],
  ["overlap", buildFile(`{${entry("a", 0, 4)},${entry("b", 2, 6)}}`, 6), /^tensor "b": data_offsets \[2,6\] overlap tensor "a", which ends at 4/],
  ["the same bytes twice", buildFile(`{${entry("a", 0, 4)},${entry("b", 0, 4)}}`, 4), /^tensor "b": data_offsets \[0,4\] overlap/],
  ["empty tensor inside of another", buildFile(`{${entry("a", 0, 4)},${entry("b", 2, 2)}}`, 4), /^tensor "b": .* overlap tensor "a"/],
  ["hole at the start", buildFile(`{${entry("a", 1, 4)}}`, 4), /^tensor "a": data_offsets start at 1, expected 0/],
  ["hole", buildFile(`{${entry("b", 3, 6)},${entry("a", 0, 2)}}`, 6), /^tensor "b": data_offsets start at 3, expected 2/],
  ["bytes after the last tensor", buildFile(`{${entry("a", 0, 4)}}`, 7), /^7 bytes of data.*end at byte 4: the last 3 belong/],
  ["bytes and no tensor", buildFile("{}", 1), /^1 bytes of data follow the header.*end at byte 0/],
  ["metadata that is a string", buildFile('{"__metadata__":"x"}'), /^__metadata__: expected "\{", found "x"/],
  ["metadata that is null", buildFile('{"__metadata__":null}'), /^__metadata__: expected "\{", found null/],
  ["metadata with a number", buildFile('{"__metadata__":{"epoch":3}}'), /^__metadata__ "epoch": expected a string, found 3/],
  ["metadata with an object", buildFile('{"__metadata__":{"a":{}}}'), /^__metadata__ "a": expected a string, found \{\}/],
  ["metadata key twice", buildFile('{"__metadata__":{"a":"","a":""}}'), /^__metadata__: key "a" stands there twice/],
  ["metadata twice", buildFile('{"__metadata__":{},"__metadata__":{}}'), /^header: key "__metadata__" stands there twice/],
]; // oxfmt-ignore

describe("malformed files", () => {
  it.each(cases)("%s", (_, bytes, message) => {
    const parse = () => parseSafetensors(bytes);
    expect(parse).toThrow(SafetensorsError);
    expect(parse).toThrow(message);
  });

  it("survives a header of a million brackets", () => {
    expect(() => parseSafetensors(buildFile(`{"w":${"[".repeat(1e6)}`))).toThrow(/^tensor "w": expected "\{"/);
  });

  it("cuts long names in messages", () => {
    const name = "n".repeat(5000);
    const parse = () => parseSafetensors(buildFile(`{"${name}":{}}`));
    expect(parse).toThrow(/^tensor "n{80}…": dtype is missing$/);
  });
});
