import { type Backend, type DType, sizeOf, type TypedArray, type View } from "@nn/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createBackend } from "../src/backend";
import { Gpu } from "../src/gpu/gpu";

/** Elements of a buffer in the order of a view of it. */
function listed({ shape, strides, offset }: Place, data: ArrayLike<number>): number[] {
  const places = shape.reduce<number[]>(
    (starts, size, d) => starts.flatMap((start) => Array.from({ length: size }, (_, i) => start + i * strides[d])),
    [offset],
  );
  return places.map((place) => data[place]);
}

interface Place {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly offset: number;
}

const stridesOf = (shape: readonly number[]): number[] => shape.map((_, d) => sizeOf(shape.slice(d + 1)));
const whole = (shape: readonly number[], offset = 0): Place => ({ shape, strides: stridesOf(shape), offset });
const strided = (shape: readonly number[], strides: readonly number[], offset = 0): Place => ({
  shape,
  strides,
  offset,
});
const one = (shape: readonly number[], offset = 0): Place => strided(shape, shape.map(() => 0), offset); // oxfmt-ignore

/** Operands whose layouts differ: pairs of one shape. */
const PAIRS: Readonly<Record<string, readonly [Place, Place]>> = {
  "one element": [whole([]), one([], 5)],
  "three elements": [whole([3]), whole([3], 2)],
  "five elements, an element": [whole([5], 4), one([5], 3)],
  "more than a group": [whole([4097]), whole([4097], 8)],
  "more than two groups, off by one": [whole([2, 4099]), whole([2, 4099], 1)],
  "backwards": [strided([131], [-1], 130), strided([131], [2])],
  "rows": [whole([37, 24]), strided([37, 24], [0, 1])],
  "rows off by one": [whole([37, 24]), strided([37, 24], [0, 1], 1)],
  "columns": [whole([37, 24]), strided([37, 24], [1, 0], 2)],
  "every other row": [whole([13, 8]), strided([13, 8], [16, 1], 8)],
  "rows of three": [whole([701, 3]), strided([701, 3], [0, 1])],
  "columns of rows of seven": [whole([301, 7]), strided([301, 7], [1, 0])],
  "an element beside ragged rows": [strided([29, 7], [8, 1]), one([29, 7], 3)],
  "planes of channels": [whole([3, 5, 16]), strided([3, 5, 16], [0, 1, 0])],
  "ragged planes": [whole([11, 13, 17]), strided([11, 13, 17], [17, 0, 1])],
  "transposed": [whole([36, 28]), strided([36, 28], [1, 36])],
  "both transposed, large": [strided([132, 125], [1, 132]), strided([132, 125], [1, 132], 7)],
  "four dimensions": [strided([5, 6, 7, 9], [1, 5, 270, 30]), strided([5, 6, 7, 9], [0, 9, 0, -1], 8)],
}; // oxfmt-ignore

describe.each(["software", "hardware"] as const)("elementwise kernels with the plan for %s", (plan) => {
  let backend: Backend;
  beforeAll(async () => void (backend = createBackend(await Gpu.open({}, plan))));
  afterAll(() => backend.dispose());

  function put(data: TypedArray, dtype: DType, place: Place): View {
    const buffer = backend.allocate(dtype, data.length);
    backend.write(buffer, data);
    return { ...place, buffer, dtype };
  }

  function room(shape: readonly number[], dtype: DType): View {
    return { ...whole(shape), buffer: backend.allocate(dtype, sizeOf(shape)), dtype };
  }

  const read = async (y: View): Promise<number[]> => [...(await backend.read(y.buffer, y.dtype, 0, sizeOf(y.shape)))];

  const counted = (length: number): Float32Array => Float32Array.from({ length }, (_, i) => (i * 37) % 1009);

  it.each(Object.keys(PAIRS))("sub: %s", async (name) => {
    const [a, b] = PAIRS[name];
    const [left, right] = [counted(17000), counted(17000).reverse()];
    const y = room(a.shape, "float32");
    backend.kernels.binary([put(left, "float32", a), put(right, "float32", b)], [y], { op: "sub" });
    const [as, bs] = [listed(a, left), listed(b, right)];
    expect(await read(y)).toEqual(as.map((value, i) => value - bs[i]));
  });

  const COPIES: Readonly<Record<string, Place>> = {
    "a transposed matrix": strided([68, 40], [1, 68]),
    "a transposed matrix of odd sizes": strided([67, 41], [1, 67]),
    "a transposed part, off by one": strided([35, 33], [1, 50], 7),
    "rows and columns of a few tiles": strided([70, 300], [1, 72]),
    "channels last": strided([2, 6, 20, 8], [960, 160, 1, 20]),
    "channels first, odd": strided([3, 5, 7, 9], [315, 1, 45, 5]),
    "a narrow one": strided([100, 2], [1, 100]),
    "every third": strided([9, 10], [100, 3], 5),
  };

  it.each(Object.keys(COPIES))("copy: %s", async (name) => {
    const data = counted(22000);
    const y = room(COPIES[name].shape, "float32");
    backend.kernels.copy([put(data, "float32", COPIES[name])], [y], {});
    expect(await read(y)).toEqual(listed(COPIES[name], data));
  });

  it.each([
    ["small, more than a run takes", 9, [3, 5, 7], 1],
    ["small, along the last dimension", 7, [5, 3], 1],
    ["whole vectors", 4, [6, 8], 0],
    ["not whole vectors", 3, [3, 3], 0],
    ["large", 2, [5, 70, 60], 1],
  ] as const)("concat: %s", async (_, count, shape, dim) => {
    const parts = Array.from({ length: count }, (__, k) => counted(sizeOf(shape)).map((value) => value + 1000 * k));
    const y = room(shape.map((size, d) => (d === dim ? size * count : size)), "float32"); // oxfmt-ignore
    backend.kernels.concat(parts.map((part) => put(part, "float32", whole(shape))), [y], { dim }); // oxfmt-ignore
    const inner = sizeOf(shape.slice(dim));
    const expected = Array.from({ length: sizeOf(shape) / inner }, (__, i) =>
      parts.flatMap((part) => Array.from(part.subarray(i * inner, (i + 1) * inner))),
    );
    expect(await read(y)).toEqual(expected.flat());
  });

  it.each([
    [whole([5, 7]), [1, 0], [2, 3], [0, 2]],
    [whole([6, 8]), [0, 4], [1, 4], [0, 0]],
    [strided([6, 8], [1, 6]), [2, 1], [0, 0], [1, 0]],
    [whole([1]), [3], [2], [5]],
    [whole([4099]), [2], [1], [1]],
  ])("pad: %o by %o and %o, with %o between", async (place, before, after, interior) => {
    const data = counted(5000);
    const shape = place.shape.map((size, d) => before[d] + size + (size - 1) * interior[d] + after[d]);
    const y = room(shape, "float32");
    backend.kernels.pad([put(data, "float32", place)], [y], { before, after, interior, value: -1.5 });
    const expected = new Float32Array(sizeOf(shape)).fill(-1.5);
    const inside = strided(
      place.shape,
      y.strides.map((stride, d) => stride * (interior[d] + 1)),
      before.reduce((sum, size, d) => sum + size * y.strides[d], 0),
    );
    const targets = listed(inside, Float64Array.from(expected.keys()));
    listed(place, data).forEach((value, i) => (expected[targets[i]] = value));
    expect(await read(y)).toEqual([...expected]);
  });

  it("keeps NaN, infinities and signs", async () => {
    const numbers = Float32Array.of(NaN, Infinity, -Infinity, -0, -3);
    const x = put(numbers, "float32", whole([5]));
    const y = room([5], "float32");
    for (const [op, expected] of [
      ["relu", [NaN, Infinity, 0, 0, 0]],
      ["sign", [NaN, 1, -1, 0, -1]],
      ["exp", [NaN, Infinity, 0, 1, 0.0498]],
    ] as const) {
      backend.kernels.unary([x], [y], { op });
      // The sum with 0 has no sign of 0.
      expect((await read(y)).map((value) => Math.round(value * 1e4) / 1e4 + 0)).toEqual(expected);
    }
    backend.kernels.full([], [y], { shape: [5], dtype: "float32", value: -Infinity });
    expect(await read(y)).toEqual(Array.from(numbers, () => -Infinity));
    const isTrue = room([5], "bool");
    backend.kernels.cast([x], [isTrue], { dtype: "bool" });
    expect(await read(isTrue)).toEqual([1, 1, 1, 0, 1]);
    backend.kernels.compare([x, x], [isTrue], { op: "eq" });
    expect(await read(isTrue)).toEqual([0, 1, 1, 1, 1]);
  });

  it("divides integers by 0, by −1 and with either sign", async () => {
    const a = put(Int32Array.of(7, -7, 7, -7, 5, -2147483648, -8), "int32", whole([7]));
    const b = put(Int32Array.of(2, 2, -2, -2, 0, -1, 4), "int32", whole([7]));
    const y = room([7], "int32");
    backend.kernels.binary([a, b], [y], { op: "floorDiv" });
    expect(await read(y)).toEqual([3, -4, -4, 3, 0, -2147483648, -2]);
    backend.kernels.binary([a, b], [y], { op: "remainder" });
    expect(await read(y)).toEqual([1, 1, -1, -1, 0, 0, 0]);
    backend.kernels.binary([a, b], [y], { op: "div" });
    expect(await read(y)).toEqual([3, -3, -3, 3, 0, -2147483648, -2]);
    backend.kernels.binary([a, b], [y], { op: "pow" });
    expect(await read(y)).toEqual([49, 49, 0, 0, 1, 0, 4096]);
  });

  it("wraps bytes", async () => {
    const a = put(Uint8Array.of(250, 3, 16), "uint8", whole([3]));
    const b = put(Uint8Array.of(10, 4, 17), "uint8", whole([3]));
    const y = room([3], "uint8");
    const results = [];
    for (const op of ["add", "sub", "mul", "pow"] as const) {
      backend.kernels.binary([a, b], [y], { op });
      results.push(await read(y));
    }
    expect(results).toEqual([
      [4, 7, 33],
      [240, 255, 255],
      [2500 & 255, 12, 272 & 255],
      [0, 81, 0],
    ]);
    backend.kernels.full([], [y], { shape: [3], dtype: "uint8", value: 300 });
    expect(await read(y)).toEqual([44, 44, 44]);
  });
});
