import { hostArray, rowMajorStrides, sizeOf, type DType, type TypedArray, type View } from "@nn/core";

/** A buffer of the plain backend. */
export interface PlainBuffer {
  data: TypedArray | undefined;
}

export function newBuffer(dtype: DType, length: number): PlainBuffer {
  return { data: hostArray(dtype, length) };
}

export function dataOf(buffer: object): TypedArray {
  const { data } = buffer as PlainBuffer;
  if (!data) throw new Error("the plain backend was given a freed buffer");
  return data;
}

/** The elements of a view in row-major order. */
export function load(view: View): Float64Array {
  const data = dataOf(view.buffer);
  const { shape, strides, dtype } = view;
  const size = sizeOf(shape);
  if (dtype !== "float16" && isRowMajor(view)) return new Float64Array(data.subarray(view.offset, view.offset + size));
  const out = new Float64Array(size);
  const index = shape.map(() => 0);
  let at = view.offset;
  for (let i = 0; i < out.length; i++) {
    if (at < 0 || at >= data.length) throw new RangeError(`element ${at} lies outside a buffer of ${data.length}`);
    out[i] = dtype === "float16" ? fromHalf(data[at]) : data[at];
    for (let d = shape.length - 1; d >= 0; d--) {
      at += strides[d];
      if (++index[d] < shape[d]) break;
      at -= shape[d] * strides[d];
      index[d] = 0;
    }
  }
  return out;
}

function isRowMajor({ shape, strides }: View): boolean {
  const steps = rowMajorStrides(shape);
  return shape.every((size, d) => size === 1 || strides[d] === steps[d]);
}

/** Fills a contiguous view; integers wrap. */
export function store(view: View, values: ArrayLike<number>): void {
  const data = dataOf(view.buffer);
  if (view.dtype !== "float16") data.set(values, view.offset);
  else for (let i = 0; i < values.length; i++) data[view.offset + i] = toHalf(values[i]);
}

const bits = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(4));

/** The number of a binary16 bit pattern. */
export function fromHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The nearest binary16, halves to even. */
export function toHalf(value: number): number {
  bits.setFloat32(0, value);
  const sign = (bits.getUint32(0) >>> 16) & 0x8000;
  if (Number.isNaN(value)) return sign | 0x7e00;
  const magnitude = Math.abs(value);
  if (magnitude >= 65520) return sign | 0x7c00;
  const exponent = Math.max(Math.floor(Math.log2(magnitude || 2 ** -30)), -14);
  // Rounding up may carry into the exponent, which is what the addition does.
  const fraction = roundHalfEven(magnitude / 2 ** (exponent - 10));
  return sign | (((exponent + 14) << 10) + fraction);
}

export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  const up = rest > 0.5 || (rest === 0.5 && floor % 2 !== 0);
  const rounded = up ? floor + 1 : floor;
  return rounded === 0 && (value < 0 || Object.is(value, -0)) ? -0 : rounded;
}
