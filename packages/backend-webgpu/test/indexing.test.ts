import type { DType, TypedArray, View } from "@nn/core";
import { afterAll, describe, expect, it } from "vitest";
import { createBackend } from "../src/backend";
import { Gpu } from "../src/gpu/gpu";
import type { PlanName } from "../src/plans/plan";

/** The same whole numbers below `most` on every run; sums of them are exact in float32. */
function draw(length: number, most: number, seed = 1): Int32Array<ArrayBuffer> {
  let state = seed;
  return Int32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) % most;
  });
}

const floats = (length: number, most = 100, seed = 2): Float32Array<ArrayBuffer> =>
  Float32Array.from(draw(length, most, seed));
const sizeOf = (shape: readonly number[]): number => shape.reduce((size, n) => size * n, 1);
const rowMajor = (shape: readonly number[]): number[] => shape.map((_, d) => sizeOf(shape.slice(d + 1)));

for (const plan of ["software", "hardware"] as const satisfies readonly PlanName[]) {
  describe(`indexing with the plan for ${plan}`, async () => {
    const backend = createBackend(await Gpu.open({}, plan));
    afterAll(() => backend.dispose());

    const { kernels, fused } = backend;
    const view = (dtype: DType, shape: readonly number[], data?: TypedArray, more?: Partial<View>): View => {
      const buffer = backend.allocate(dtype, data?.length ?? sizeOf(shape));
      if (data) backend.write(buffer, data);
      return { buffer, dtype, shape, strides: rowMajor(shape), offset: 0, ...more };
    };
    const read = ({ buffer, dtype, shape }: View): Promise<TypedArray> => backend.read(buffer, dtype, 0, sizeOf(shape));

    it.each([
      ["vectors", 8, 8, 0],
      ["vectors from a row on", 8, 8, 16],
      ["odd rows", 5, 5, 0],
      ["rows from an odd place", 8, 8, 3],
      ["parts of odd rows", 4, 7, 0],
      ["rows backwards", 4, -4, 36],
      ["long rows", 132, 132, 0],
    ])("embedding copies %s", async (_, columns, stride, offset) => {
      const table = floats(10 * 140);
      const index = draw(33, 6);
      const y = view("float32", [33, columns]);
      const x = view("float32", [10, columns], table, { strides: [stride, 1], offset });
      fused.embedding!([x, view("int32", [33], index)], [y], { paddingIndex: -1 });
      const expected = [...index].flatMap((row) => [
        ...table.subarray(offset + row * stride, offset + row * stride + columns),
      ]);
      expect([...(await read(y))]).toEqual(expected);
    });

    it("gather takes a strided index and a strided tensor", async () => {
      const x = view("float32", [3, 4], floats(12), { strides: [1, 3] });
      const index = view("int32", [2, 4], draw(16, 3), { strides: [-8, 2], offset: 8 });
      const y = view("float32", [2, 4]);
      kernels.gather([x, index], [y], { dim: 0 });
      const [data, places] = [floats(12), draw(16, 3)];
      const expected = Array.from(
        { length: 8 },
        (_, i) => data[places[8 - 8 * Math.floor(i / 4) + 2 * (i % 4)] + 3 * (i % 4)],
      );
      expect([...(await read(y))]).toEqual(expected);
    });

    describe.each<[string, number[], number[], number]>([
      ["few lines", [5003], [37], 0],
      ["long rows of few lines", [4999, 8], [11, 8], 0],
      ["lines in the middle", [2, 4500, 3], [2, 9, 4], 1],
      ["as many places as elements", [4500], [5000], 0],
      ["many lines", [2, 30, 1100], [2, 5, 1100], 1],
      ["all at one place", [5000], [1], 0],
    ])("of %s", (_, shape, output, dim) => {
      const index = draw(sizeOf(shape), output[dim], 3);
      const src = floats(sizeOf(shape));
      const start = floats(sizeOf(output), 7);
      const strides = rowMajor(output);
      /** Where each element goes. */
      const places = Array.from(index, (picked, i) => {
        let rest = i;
        let at = 0;
        for (let d = shape.length - 1; d >= 0; d--) {
          at += (d === dim ? picked : rest % shape[d]) * strides[d];
          rest = Math.floor(rest / shape[d]);
        }
        return at;
      });
      const scattered = (
        op: "scatter" | "scatterAdd",
        dtype: DType,
        x: TypedArray,
        from: TypedArray,
      ): Promise<TypedArray> => {
        const y = view(dtype, output);
        kernels[op]([view(dtype, output, x), view("int32", shape, index), view(dtype, shape, from)], [y], { dim });
        return read(y);
      };

      it("the last write wins", async () => {
        const expected = start.slice();
        places.forEach((at, i) => (expected[at] = src[i]));
        expect(await scattered("scatter", "float32", start, src)).toEqual(expected);
      });

      it("sums are exact in float32, int32 and uint8", async () => {
        const expected = Int32Array.from(start);
        places.forEach((at, i) => (expected[at] += src[i]));
        expect(await scattered("scatterAdd", "float32", start, src)).toEqual(Float32Array.from(expected));
        const huge = Int32Array.from(src, (n) => n * 30_000_001);
        const sums = Int32Array.from(start);
        places.forEach((at, i) => (sums[at] += huge[i]));
        expect(await scattered("scatterAdd", "int32", Int32Array.from(start), huge)).toEqual(sums);
        const bytes = await scattered("scatterAdd", "uint8", Uint8Array.from(start), Uint8Array.from(src));
        expect(bytes).toEqual(Uint8Array.from(expected));
      });
    });

    it("sums of float16 are not rounded on the way", async ({ skip }) => {
      if (!backend.caps.dtypes.has("float16")) skip();
      const one = 0x3c00;
      const y = view("float16", [3]);
      const src = view("float16", [5000], new Uint16Array(5000).fill(one));
      const index = view(
        "int32",
        [5000],
        Int32Array.from({ length: 5000 }, (_, i) => +(i >= 4096)),
      );
      kernels.scatterAdd([view("float16", [3], new Uint16Array(3)), index, src], [y], { dim: 0 });
      // 4096 = 1 · 2¹², 904 = 1.765625 · 2⁹.
      expect([...(await read(y))]).toEqual([27 << 10, (24 << 10) | 784, 0]);
    });

    it.each([
      ["gather", 3, 0],
      ["scatter", 5000, 4999],
      ["scatterAdd", 5000, 17],
    ] as const)("%s reports a bad index and writes nothing there", async (op, length, bad) => {
      const index = new Int32Array(length);
      index[bad] = 3;
      const around = view("float32", [8], new Float32Array(8));
      const y = { ...around, shape: [3], strides: [1] };
      const x = view("float32", [3], new Float32Array(3));
      const src = op === "gather" ? [] : [view("float32", [length], new Float32Array(length).fill(1))];
      kernels[op]([x, view("int32", [length], index), ...src], [y], { dim: 0 });
      await expect(read(y)).rejects.toThrow(`${op}: index 3 is out of range for dim 0 of size 3`);
      if (op !== "gather") expect((await read(around)).slice(4)).toEqual(new Float32Array(4));
    });

    it.each([
      [8, 4999, 11],
      [5, 4999, 11],
      [8, 4999, 1],
      [64, 300, 40],
    ])("embeddingGrad of %i columns leaves the padding row out", async (columns, length, rows) => {
      const index = draw(length, rows);
      const g = floats(length * columns + 4, 20);
      const y = view("float32", [rows, columns]);
      const from = view("float32", [length, columns], g, { offset: 4 });
      for (const paddingIndex of [-1, 0]) {
        fused.embeddingGrad!([from, view("int32", [length], index)], [y], { rows, paddingIndex });
        const expected = new Float32Array(rows * columns);
        for (let i = 0; i < length * columns; i++) {
          const row = index[Math.floor(i / columns)];
          if (row !== paddingIndex) expected[row * columns + (i % columns)] += g[i + 4];
        }
        expect(await read(y)).toEqual(expected);
      }
    });

    describe.each([
      ["short lines", [3, 60, 2], 1],
      ["lines of a few blocks", [2, 5003], 1],
      ["many lines", [20, 300], 1],
      ["lines across", [3000, 2], 0],
    ] as const)("sort of %s", (_, shape, dim) => {
      const size = sizeOf(shape);
      const length = shape[dim];
      const step = rowMajor(shape)[dim];
      const rank = (value: number): number =>
        Number.isNaN(value) ? Infinity : value === Infinity ? Number.MAX_VALUE : value;
      const special = [NaN, -0, 0, Infinity, -Infinity, 1e-40, -1e-40, 1.5, -1.5, -NaN];
      const given: [DType, TypedArray][] = [
        ["float32", Float32Array.from(draw(size, 40, 5), (n) => special[n] ?? (n - 25) * 1e3)],
        ["int32", Int32Array.from(draw(size, 500, 6), (n) => (n - 250) * 8_589_934)],
        ["uint8", Uint8Array.from(draw(size, 256, 7))],
        ["bool", Uint8Array.from(draw(size, 2, 8))],
      ];

      it.each(given)("%s, both ways", async (dtype, data) => {
        for (const descending of [false, true]) {
          const outputs = [view(dtype, shape), view("int32", shape)];
          kernels.sort([view(dtype, shape, data)], outputs, { dim, descending });
          const [values, indices] = [await read(outputs[0]), await read(outputs[1])];
          for (let line = 0; line < size / length; line++) {
            const first = Math.floor(line / step) * step * length + (line % step);
            const order = Array.from({ length }, (__, i) => i).sort((a, b) => {
              const [left, right] = [rank(data[first + a * step]), rank(data[first + b * step])];
              return left === right ? a - b : left < right === descending ? 1 : -1;
            });
            const picked = (from: TypedArray): number[] => order.map((__, i) => from[first + i * step]);
            expect(picked(indices)).toEqual(order);
            expect(picked(values)).toEqual(order.map((i) => data[first + i * step]));
          }
        }
      });

      it("float16", async ({ skip }) => {
        if (!backend.caps.dtypes.has("float16")) skip();
        // Positive numbers are in the order of their bits; above 0x7c00 they are NaN.
        const data = Uint16Array.from(draw(size, 0x7d00, 9));
        const outputs = [view("float16", shape), view("int32", shape)];
        kernels.sort([view("float16", shape, data)], outputs, { dim, descending: false });
        const indices = await read(outputs[1]);
        const bits = await read(outputs[0]);
        const inOrder = Array.from({ length: size }, (__, i) => {
          const at = Math.floor(i / step) % length;
          if (bits[i] !== data[i - at * step + indices[i] * step]) return false;
          if (at === 0) return true;
          const [low, high] = [Math.min(bits[i - step], 0x7c01), Math.min(bits[i], 0x7c01)];
          return low < high || (low === high && indices[i - step] < indices[i]);
        });
        expect(inOrder.indexOf(false)).toBe(-1);
      });
    });

    it.each([
      [1, 1],
      [2, 1],
      [3, 2],
      [2, 2],
      [2, 5],
      [4, 6],
    ])("fold with stride %i and dilation %i", async (stride, dilation) => {
      const [windows, taps] = [41, 3];
      const size = (windows - 1) * stride + (taps - 1) * dilation + 2;
      const data = floats(2 * windows * 2 * taps * 2);
      const expected = new Float32Array(2 * size * 5);
      for (let i = 0; i < data.length; i++) {
        const tap = Math.floor(i / 2) % taps;
        const window = Math.floor(i / (4 * taps)) % windows;
        const outer = Math.floor(i / (4 * taps * windows));
        const across = (Math.floor(i / (2 * taps)) % 2) * 3 + (i % 2);
        expected[(outer * size + window * stride + tap * dilation) * 5 + across] += data[i];
      }
      const y = view("float32", [2, size, 5]);
      const x = view("float32", [2, windows, 2, taps, 2], data);
      kernels.fold([x], [y], { sizes: [size, 5], stride: [stride, 3], dilation: [dilation, 1] });
      expect(await read(y)).toEqual(expected);
    });
  });
}
