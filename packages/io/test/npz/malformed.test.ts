import { deflateSync } from "fflate";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type NpyArray, NpyError, parseNpz, serializeNpy, serializeNpz } from "../../src/index";
import { crc32 } from "../../src/npz/crc32";
import { golden } from "../golden";
import { buildNpy, header } from "../npy/build";
import { buildZip, type Member, u32, u64 } from "./build";

const array: NpyArray = { dtype: "float32", shape: [2], data: Float32Array.of(1, 2) };
const contents = serializeNpy(array);
const a: Member = { name: "a.npy", contents };
const b: Member = { name: "b.npy", contents, method: 8 };
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const descriptor = (crc = crc32(contents)): Uint8Array =>
  bytes(...u32(0x08074b50), ...u32(crc), ...u32(136), ...u32(136));
const zeros = (length: number): Uint8Array => new Uint8Array(length);
const join = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
/** A deflated npy file of 10 MB of zeros that an archive states to be of another size. */
const bomb = serializeNpy({ dtype: "uint8", shape: [10_000_000], data: zeros(10_000_000) });
const many = { ...a, compressed: deflateSync(bomb), method: 8 as const };

const cases: readonly [title: string, bytes: Uint8Array, message: RegExp][] = [
  ["nothing", zeros(0), /^the end of a zip archive is missing: this is no npz file, or it is cut short/],
  ["21 bytes", buildZip([]).subarray(0, 21), /^the end of a zip archive is missing/],
  ["an npy file", contents, /^the end of a zip archive is missing/],
  ["a byte behind the end", bytes(...buildZip([a]), 0), /^the end of a zip archive is missing/],
  ["a byte before the first member", buildZip([a], { before: zeros(1) }), /^member "a.npy" starts at byte 1 and leaves bytes before/],
  ["bytes between members", buildZip([a, { ...b, garbage: zeros(3) }]), /^member "b.npy" starts at byte 174 and leaves bytes/],
  ["bytes before the directory", buildZip([a], { beforeDirectory: zeros(2) }), /^the members end at byte 171, the archive's directory/],
  ["more members than there are", buildZip([a], { count: 2 }), /^2 members do not fit a directory of 51 bytes/],
  ["65535 members", buildZip([a], { count: 65535 }), /^65535 members do not fit a directory of 51 bytes/],
  ["fewer members than there are", buildZip([a, b], { count: 1 }), /^the archive's directory holds more than its 1 members/],
  ["one header twice", buildZip([a, { ...a, name: "b.npy", localName: "a.npy", offset: 0 }]), /^member "b.npy" starts at byte 0 and overlaps/],
  ["a member within another", buildZip([a, { ...b, offset: 60 }]), /^member "b.npy" starts at byte 60 and overlaps the one before/],
  ["a header past the end", buildZip([{ ...a, offset: 5000 }]), /^member "a.npy" starts at byte 5000 and leaves bytes/],
  ["a name twice", buildZip([a, a]), /^two members are called "a"/],
  ["a name twice, once without .npy", buildZip([a, { ...b, name: "a" }]), /^two members are called "a"/],
  ["another name in the header", buildZip([{ ...a, localName: "b.npy" }]), /^member "a.npy": its header and the archive's directory differ/],
  ["another crc in the header", buildZip([{ ...a, descriptor: descriptor(1) }]), /^member "a.npy": the record behind it and the/],
  ["a record of no known length", buildZip([{ ...a, descriptor: zeros(7) }]), /^member "a.npy": the record behind it and/],
  ["a member that is encrypted", buildZip([{ ...a, flags: 1 }]), /^member "a.npy" is encrypted/],
  ["strong encryption", buildZip([{ ...a, flags: 0x41 }]), /^member "a.npy" is encrypted/],
  ["bzip2", buildZip([{ ...a, method: 12 }]), /^member "a.npy": compression method 12 is not supported, expected 0/],
  ["a stored member of another size", buildZip([{ ...a, size: 200 }]), /^member "a.npy" is stored in 136 bytes, but is to hold 200/],
  ["contents past the end", buildZip([{ ...a, size: 9000, compressedSize: 9000 }]), /^the archive ends at byte 244, within what/],
  ["more than deflate can", buildZip([{ ...b, size: 200_000 }]), /^member "b.npy" is to hold 200000 bytes, more than \d+ compressed/],
  ["a size of 4 GB", buildZip([{ ...b, size: 2 ** 32 - 2 }]), /^member "b.npy" is to hold 4294967294 bytes, more than/],
  ["a size of 2^64 - 1", buildZip([{ ...b, zip64: { central: true }, size: 2 ** 60 }]), /^a size or position of 1152921504606846976 bytes/],
  ["a bomb that states 136 bytes", buildZip([{ ...many, size: 136 }]), /^member "a.npy" holds more than the 136 bytes that the archive states/],
  ["a bomb whose npy header says less", buildZip([{ ...many, size: 10_000_000, compressed: deflateSync(join(contents, zeros(9_999_864))) }]), /^member "a.npy" is to hold 10000000 bytes, but its npy header asks for 136: shape \[2\] of float32/],
  ["a header that asks for more", buildZip([{ ...b, contents: buildNpy(header({ shape: "(1000000,)" }), 8) }]), /^member "b.npy" is to hold 81 bytes, but its npy header asks for 4000073/],
  ["less than stated", buildZip([{ ...b, contents: buildNpy(header(), 8), compressed: deflateSync(buildNpy(header(), 4)) }]), /^member "b.npy" holds 71 bytes, but the archive states 75/],
  ["another checksum", buildZip([{ ...a, crc: 1 }]), /^member "a.npy" is damaged: its checksum differs/],
  ["another checksum, deflated", buildZip([{ ...b, crc: 1 }]), /^member "b.npy" is damaged: its checksum differs/],
  ["compressed bytes that are none", buildZip([{ ...b, compressed: bytes(7, 7, 7) }]), /^member "b.npy" is damaged: it cannot be inflated \(invalid block type\)/],
  ["compressed bytes cut short", buildZip([{ ...b, compressed: deflateSync(contents).subarray(0, 20) }]), /^member "b.npy" is damaged: it cannot be inflated \(unexpected EOF\)/],
  ["no compressed bytes", buildZip([{ ...b, compressed: zeros(0), size: 0 }]), /^member "b.npy".*(is damaged|ends after 0 bytes)/],
  ["300 KB behind the end of the compressed bytes", buildZip([{ ...b, compressed: join(deflateSync(contents), zeros(300_000)) }]), /^member "b.npy" is damaged: its compressed bytes go on without an end/],
  ["a member that is no npy file", buildZip([{ name: "readme.txt", contents: bytes(1, 2) }]), /^member "readme.txt": it does not start with/],
  ["a folder", buildZip([{ name: "folder/", contents: zeros(0) }]), /^member "folder\/": it ends after 0 bytes/],
  ["a malformed npy file", buildZip([{ name: "a.npy", contents: buildNpy(header({ descr: "'|O'" }), 16) }]), /^member "a.npy": dtype "\|O": Python objects/],
  ["a name that is not UTF-8", buildZip([{ ...a, flags: 0x800, name: "\ud800" }]).map((byte) => (byte === 0xef ? 0xff : byte)), /^a member's name is not UTF-8 text/],
  ["no zip64 field", buildZip([{ ...a, size: 2 ** 32 - 1, compressedSize: 2 ** 32 - 1 }]), /^member "a.npy": its zip64 field is missing/],
]; // oxfmt-ignore

describe("malformed npz files", () => {
  it.each(cases)("are refused: %s", (_, file, message) => {
    expect(() => parseNpz(file)).toThrow(NpyError);
    expect(() => parseNpz(file)).toThrow(message);
  });

  it("are told from unusual ones", () => {
    const expected = new Map([["a", array]]);
    for (const member of [
      a,
      { ...a, name: "a" },
      { ...a, method: 8 as const },
      { ...a, zip64: { local: true } },
      { ...a, zip64: { central: true } },
      { ...a, zip64: { local: true, central: true } },
      { ...a, descriptor: descriptor() },
      { ...a, descriptor: descriptor().subarray(4) },
      { ...a, descriptor: bytes(...u32(0x08074b50), ...u32(crc32(contents)), ...u64(136), ...u64(136)) },
      { ...a, descriptor: bytes(...u32(crc32(contents)), ...u64(136), ...u64(136)) },
    ]) {
      expect(parseNpz(buildZip([member]))).toEqual(expected);
      expect(parseNpz(buildZip([member], { comment: "PK\u0005\u0006 made by hand" }))).toEqual(expected);
      expect(parseNpz(buildZip([member], { end64: true }))).toEqual(expected);
    }
    expect(parseNpz(buildZip([])).size).toBe(0);
  });

  it("keep names that lead elsewhere as plain keys", () => {
    const names = ["__proto__", "../../etc/passwd", "/etc/passwd", "C:\\x", "a\0b", "", "constructor"];
    const parsed = parseNpz(buildZip(names.map((name) => ({ name: `${name}.npy`, contents, flags: 0x800 }))));
    expect([...parsed.keys()]).toEqual(names);
    expect(({} as { dtype?: unknown }).dtype).toBeUndefined();
  });

  it("are refused when they are larger than any buffer", () => {
    const npy = join(buildNpy(header({ descr: "'|u1'", shape: "(5000000000,)" })), zeros(5_000_000));
    const size = npy.length - 5_000_000 + 5e9;
    const member = { ...b, compressed: deflateSync(npy, { level: 0 }), size, zip64: { local: true, central: true } };
    expect(() => parseNpz(buildZip([member]))).toThrow(NpyError);
    expect(() => parseNpz(buildZip([member]))).toThrow(
      /^member "b.npy" is to hold 5000000076 bytes, which cannot be allo/,
    );
  });

  it.each(["stored", "compressed", "streamed", "streamed-zip64"])(
    "never give another error than NpyError, whatever bytes are damaged: %s",
    (name) => {
      const valid = golden(`numpy/${name}.npz`);
      const damage = fc.array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
      fc.assert(
        fc.property(damage, fc.option(fc.nat(valid.length), { freq: 4 }), (changes, cut) => {
          const file = valid.slice(0, cut ?? valid.length);
          for (const [at, byte] of changes) file[at] = byte;
          try {
            let total = 0;
            for (const { data } of parseNpz(file).values()) total += data.byteLength;
            expect(total).toBeLessThanOrEqual(file.length * 1032);
          } catch (error) {
            expect(error).toBeInstanceOf(NpyError);
          }
        }),
        { numRuns: 1500 },
      );
    },
  );

  it("are refused at every length short of the whole", () => {
    const valid = golden("numpy/compressed.npz");
    for (let length = 0; length < valid.length; length++) {
      expect(() => parseNpz(valid.subarray(0, length))).toThrow(NpyError);
    }
  });
});

describe("serializeNpz", () => {
  it.each([
    ["a name twice", [["a", array], ["a", array]], /^array "a": two arrays have this name/],
    ["an unpaired surrogate", [["\ud800", array]], /^array "\\ud800": an unpaired surrogate is no valid text/],
    ["a name past 64 KB", [["x".repeat(65_532), array]], /^array "x+…": the name takes 65536 bytes, expected at most 65531/],
    ["an array that is none", [["a", { ...array, shape: [3] }]], /^array "a": data holds 2 elements, expected 3/],
    ["too many arrays", Array.from({ length: 65_536 }, (_, i) => [String(i), array]), /^an npz file holds at most 65535 arrays/],
  ] as [string, [string, NpyArray][], RegExp][])("refuses %s", (_, arrays, message) => {
    expect(() => serializeNpz(arrays)).toThrow(NpyError);
    expect(() => serializeNpz(arrays)).toThrow(message);
  }); // oxfmt-ignore

  it("keeps any names", () => {
    const text = fc.string({ unit: "binary" });
    fc.assert(
      fc.property(fc.uniqueArray(text), fc.boolean(), (names, compress) => {
        const parsed = parseNpz(
          serializeNpz(
            names.map((name) => [name, array] as const),
            { compress },
          ),
        );
        expect([...parsed]).toEqual(names.map((name) => [name, array]));
      }),
    );
  });
});
