import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { IdxError, parseIdx } from "../../src/index";
import { buildIdx, gzip } from "./build-idx";

describe("parseIdx", () => {
  it.each([
    ["uint8", 0x08, [0, 127, 255], Uint8Array.of(0, 127, 255)],
    ["int8", 0x09, [0, 127, 255], Int8Array.of(0, 127, -1)],
    ["int16", 0x0b, [0x01, 0x02, 0xff, 0xfe], Int16Array.of(0x0102, -2)],
    ["int32", 0x0c, [1, 2, 3, 4, 255, 255, 255, 254], Int32Array.of(0x01020304, -2)],
    ["float32", 0x0d, [0x3f, 0xc0, 0, 0, 0xc0, 0, 0, 0], Float32Array.of(1.5, -2)],
    ["float64", 0x0e, [0x3f, 0xf8, 0, 0, 0, 0, 0, 0, 0xff, 0xf0, 0, 0, 0, 0, 0, 0], Float64Array.of(1.5, -Infinity)],
  ])("reads %s", async (dtype, code, bytes, data) => {
    expect(await parseIdx(buildIdx(code, [data.length], bytes))).toEqual({ dtype, shape: [data.length], data });
  });

  it("reads these bytes as a matrix", async () => {
    const bytes = Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6);
    const expected = { dtype: "uint8", shape: [2, 3], data: Uint8Array.of(1, 2, 3, 4, 5, 6) };
    expect(await parseIdx(bytes)).toEqual(expected);
    expect(await parseIdx(bytes.buffer)).toEqual(expected);
    expect(await parseIdx(gzip(bytes))).toEqual(expected);
    expect(await parseIdx(Buffer.concat([Buffer.of(9), bytes]).subarray(1))).toEqual(expected);
  });

  it("reads an array with nothing in it", async () => {
    expect(await parseIdx(buildIdx(0x0b, [3, 0, 2], []))).toEqual({
      dtype: "int16",
      shape: [3, 0, 2],
      data: new Int16Array(0),
    });
    expect((await parseIdx(gzip(buildIdx(8, [0], [])))).shape).toEqual([0]);
  });

  it("reads any array, gzip or not, from shared memory too", async () => {
    const anyArray = fc.array(fc.nat(5), { minLength: 1, maxLength: 4 }).chain((shape) => {
      const size = shape.reduce((product, length) => product * length, 1);
      return fc.record({ shape: fc.constant(shape), data: fc.uint8Array({ minLength: size, maxLength: size }) });
    });
    await fc.assert(
      fc.asyncProperty(anyArray, async ({ shape, data }) => {
        const zipped = gzip(buildIdx(8, shape, data));
        const shared = new Uint8Array(new SharedArrayBuffer(zipped.length));
        shared.set(zipped);
        for (const source of [buildIdx(8, shape, data), zipped, shared]) {
          expect(await parseIdx(source)).toEqual({ dtype: "uint8", shape, data });
        }
      }),
    );
  });

  it("inflates an array of many chunks", async () => {
    const data = Uint8Array.from({ length: 500_000 }, (_, i) => (i * 7919) >> 3);
    const inflated = await parseIdx(gzip(buildIdx(8, [500, 1000], data)));
    // toEqual takes seconds for arrays of this size.
    expect(Buffer.compare(inflated.data as Uint8Array, data)).toBe(0);
  });
});

describe("malformed IDX files", () => {
  const good = buildIdx(8, [2, 3], [1, 2, 3, 4, 5, 6]);
  const noise = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7919) >> 3);
  const zipped = gzip(buildIdx(8, [300, 1000], noise));
  const edited = (bytes: Uint8Array, at: number, value: number) => {
    const copy = bytes.slice();
    copy[at] = value;
    return copy;
  };

  const cases: readonly [title: string, bytes: Uint8Array, message: RegExp][] = [
    ["nothing", new Uint8Array(0), /^0 bytes are too short, the header takes 4$/],
    ["three bytes", Uint8Array.of(0, 0, 8), /^3 bytes are too short, the header takes 4$/],
    ["half a header", good.slice(0, 9), /^9 bytes are too short, the header takes 12$/],
    ["first byte not 0", edited(good, 0, 1), /^wrong magic 01 00 08 02, expected 00 00, a type code \(08, 09, 0b, 0c, 0d, 0e\)/],
    ["second byte not 0", edited(good, 1, 0x80), /^wrong magic 00 80 08 02/],
    ["unknown type code", edited(good, 2, 0x0a), /^wrong magic 00 00 0a 02/],
    ["half of gzip's magic", Uint8Array.of(0x1f, 0, 8, 1), /^wrong magic 1f 00 08 01/],
    ["a zip archive", Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0), /^wrong magic 50 4b 03 04/],
    ["no dimensions", buildIdx(8, [], [1]), /^the header states 0 dimensions, expected at least 1/],
    ["a byte too few", good.slice(0, -1), /^the file is cut short: the header states shape \[2,3\] of uint8, 18 bytes in all, found 17/],
    ["a byte too many", new Uint8Array([...good, 0]), /^bytes follow the data: .* 18 bytes in all, found 19/],
    ["half an element", buildIdx(0x0c, [2], [0, 0, 0, 0, 0, 0]), /^the file is cut short: .* of int32, 16 bytes in all, found 14/],
    ["a shape past 2^53", buildIdx(8, [2 ** 32 - 1, 2 ** 32 - 1], []), /^shape \[4294967295,4294967295\] of uint8 is too large/],
    ["more than maxBytes", buildIdx(8, [2 ** 20, 2 ** 20], []), /^the header states 1099511627788 bytes, more than maxBytes = 2147483648/],
    ["gzip cut in its data", zipped.slice(0, zipped.length >> 1), /^the gzip data is damaged or cut short$/],
    ["gzip cut in its end", zipped.slice(0, -3), /^the gzip data is damaged or cut short$/],
    ["gzip cut in its header", zipped.slice(0, 5), /^the gzip data is damaged or cut short$/],
    ["gzip with a wrong checksum", edited(zipped, zipped.length - 7, zipped[zipped.length - 7] ^ 1), /^the gzip data is damaged or cut short$/],
    ["gzip with damaged data", edited(zipped, 400, zipped[400] ^ 0xff), /^the gzip data is damaged or cut short$/],
    ["gzip of no IDX file", gzip(Uint8Array.of(1, 2, 3, 4, 5)), /^wrong magic 01 02 03 04/],
    ["gzip of nothing", gzip(new Uint8Array(0)), /^0 bytes are too short, the header takes 4/],
    ["gzip of half a header", gzip(good.slice(0, 9)), /^9 bytes are too short, the header takes 12/],
    ["gzip of too little", gzip(good.slice(0, -1)), /^the file is cut short: .* 18 bytes in all, found 17/],
    ["gzip of too much", gzip(new Uint8Array([...good, 0])), /^the gzip data inflates to more than the 18 bytes that it states/],
    ["gzip of many chunks and a byte too much", gzip(buildIdx(8, [100_000], noise.slice(0, 100_001))), /^the gzip data inflates to more than the 100008/],
    ["gzip that cannot hold what it states", gzip(buildIdx(8, [2 ** 15, 2 ** 15], [])), /^the gzip data states a length of 1073741836 bytes, which its \d+ bytes cannot hold/],
    ["gzip that states more than maxBytes", gzip(buildIdx(8, [2 ** 20, 2 ** 20], [])), /^the header states 1099511627788 bytes, more than maxBytes/],
  ]; // oxfmt-ignore

  it.each(cases)("%s", async (_, bytes, message) => {
    const parsed = parseIdx(bytes);
    await expect(parsed).rejects.toThrow(IdxError);
    await expect(parsed).rejects.toThrow(message);
  });

  it("takes a larger maxBytes at its word", async () => {
    await expect(parseIdx(good, { maxBytes: 17 })).rejects.toThrow(
      "the header states 18 bytes, more than maxBytes = 17",
    );
    expect((await parseIdx(good, { maxBytes: 18 })).shape).toEqual([2, 3]);
  });

  it("stops inflating a bomb as soon as it grows past its header", async () => {
    const bomb = gzip(buildIdx(8, [10, 10], new Uint8Array(50_000_000)));
    const { read } = ReadableStreamDefaultReader.prototype;
    let inflated = 0;
    ReadableStreamDefaultReader.prototype.read = async function (this: ReadableStreamDefaultReader) {
      const result = await read.call(this);
      inflated += (result.value as Uint8Array | undefined)?.byteLength ?? 0;
      return result;
    };
    try {
      await expect(parseIdx(bomb)).rejects.toThrow("inflates to more than the 112 bytes");
    } finally {
      ReadableStreamDefaultReader.prototype.read = read;
    }
    expect(inflated).toBeLessThan(1_000_000);
  });

  it("never throws anything but an IdxError, whatever byte is damaged", async () => {
    const edit = fc.record({ at: fc.nat(good.length - 1), value: fc.integer({ min: 0, max: 255 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 3 }), fc.boolean(), async (edits, zip) => {
        const bytes = good.slice();
        for (const { at, value } of edits) bytes[at] = value;
        await parseIdx(zip ? gzip(bytes) : bytes).catch((error: unknown) => expect(error).toBeInstanceOf(IdxError));
      }),
      { numRuns: 500 },
    );
  });
});
