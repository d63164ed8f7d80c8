import { type DType, isFloat, type Primitives, sizeOf, type View } from "@nn/core";
import { EACH, threadsFor } from "../wgsl/each";
import type { Block } from "../gpu/block";
import type { Gpu } from "../gpu/gpu";
import { storageType } from "../gpu/storage";
import type { For } from "../kernel";
import { linesOf } from "../lines";
import { PAIR, sortPairs } from "../indexing/radix";
import { FLOATS } from "../wgsl/floats";
import { INDEX, LINEAR, linear } from "../wgsl/grid";

/** Lines of up to this length, or that take so few comparisons, are sorted by counting what comes before each element. */
const SHORT = { software: { length: 64, work: 2 ** 18 }, hardware: { length: 256, work: 2 ** 24 } };
/** Elements that an invocation goes along where few do the work. */
const SOFTWARE_RUN = 64;

/** Of −0 and 0, neither comes first; NaN is one value above all others. */
const FLOAT_KEY = `${FLOATS}
  fn keyOf(x: f32) -> u32 {
    let bits = bitcast<u32>(x);
    if (isNaN(x)) { return 0xffffffffu; }
    if ((bits & 0x7fffffffu) == 0u) { return 0x80000000u; }
    return select(bits | 0x80000000u, ~bits, bits > 0x80000000u);
  }`;

/** WGSL of the key of `value`, a u32 in the order of the values. */
function keyOf(value: string, dtype: DType, descending: boolean): string {
  const key = isFloat(dtype)
    ? `keyOf(f32(${value}))`
    : dtype === "int32"
      ? `(bitcast<u32>(${value}) ^ 0x80000000u)`
      : value;
  return descending ? `~${key}` : key;
}

/** Each invocation counts the elements that come before its own. */
function sortShort(gpu: Gpu, x: View, values: View, indices: View, dim: number, descending: boolean): void {
  const stored = storageType(x.dtype);
  const { length, step } = linesOf(x.shape, dim);
  const size = sizeOf(x.shape);
  const threads = threadsFor(gpu, size);
  const key = keyOf("value", x.dtype, descending);
  const other = keyOf("xs[u.offset + first + i * u.step]", x.dtype, descending);
  gpu.run({
    key: `sort ${stored} ${descending}`,
    program: () => ({
      name: "sort",
      bindings: [
        { name: "xs", type: stored, access: "read" },
        { name: "values", type: stored, access: "read_write" },
        { name: "indices", type: "i32", access: "read_write" },
      ],
      uniforms: ["count", "threads", "length", "step", "offset"],
      workgroup: [LINEAR, 1, 1],
      declarations: isFloat(x.dtype) ? FLOAT_KEY : "",
      main: `
        ${EACH} {
          let own = index / u.step % u.length;
          let first = index - own * u.step;
          let value = xs[u.offset + index];
          let key = ${key};
          var place = 0u;
          for (var i = 0u; i < own; i++) { place += select(0u, 1u, ${other} <= key); }
          for (var i = own + 1u; i < u.length; i++) { place += select(0u, 1u, ${other} < key); }
          values[first + place * u.step] = value;
          indices[first + place * u.step] = i32(own);
        }`,
    }),
    buffers: [x.buffer, values.buffer, indices.buffer],
    uniforms: [size, threads, length, step, x.offset],
    groups: linear(gpu, threads),
  });
}

/** Which bits of the keys tell values apart: from the first to before the last. */
const BITS: Readonly<Partial<Record<DType, readonly [number, number]>>> = {
  // As f32, the last 13 bits of the fraction are equal.
  float16: [8, 32],
  uint8: [0, 8],
  bool: [0, 1],
};

/** Runs of neighbours in a line: `line`, its `first` element, and the places `begin` to `end`. */
const RUN = `
  let index = ${INDEX};
  if (index >= u.runs) { return; }
  let line = index / u.pieces;
  let begin = index % u.pieces * u.run;
  let end = min(begin + u.run, u.length);
  let first = line / u.step * u.step * u.length + line % u.step;`;

function sortLong(gpu: Gpu, x: View, values: View, indices: View, dim: number, descending: boolean): void {
  const stored = storageType(x.dtype);
  const { lines, length, step } = linesOf(x.shape, dim);
  const run = gpu.isSoftware ? SOFTWARE_RUN : 1;
  const pieces = Math.ceil(length / run);
  const runs = lines * pieces;
  const [low, bits] = BITS[x.dtype] ?? [0, 32];
  const workgroup = [LINEAR, 1, 1] as const;
  const uniforms = ["runs", "pieces", "run", "length", "step", "offset"];
  const words = [runs, pieces, run, length, step, x.offset];
  const xs = { name: "xs", type: stored, access: "read" } as const;
  const keys = (pairs: Block): void =>
    gpu.run({
      key: `sort keys ${stored} ${descending}`,
      program: () => ({
        name: "sortKeys",
        bindings: [xs, { name: "pairs", type: "vec2<u32>", access: "read_write" }],
        uniforms,
        workgroup,
        declarations: isFloat(x.dtype) ? FLOAT_KEY : "",
        main: `${RUN}
          for (var i = begin; i < end; i++) {
            let value = xs[u.offset + first + i * u.step];
            pairs[line * u.length + i] = vec2(${keyOf("value", x.dtype, descending)}, i);
          }`,
      }),
      buffers: [x.buffer, pairs],
      uniforms: words,
      groups: linear(gpu, runs),
    });
  const pick = (pairs: Block): void =>
    gpu.run({
      key: `sort pick ${stored}`,
      program: () => ({
        name: "sortPick",
        bindings: [
          xs,
          { name: "pairs", type: "vec2<u32>", access: "read" },
          { name: "values", type: stored, access: "read_write" },
          { name: "indices", type: "i32", access: "read_write" },
        ],
        uniforms,
        workgroup,
        main: `${RUN}
          for (var i = begin; i < end; i++) {
            let place = pairs[line * u.length + i].y;
            values[first + i * u.step] = xs[u.offset + first + place * u.step];
            indices[first + i * u.step] = i32(place);
          }`,
      }),
      buffers: [x.buffer, pairs, values.buffer, indices.buffer],
      uniforms: words,
      groups: linear(gpu, runs),
    });
  const bytes = lines * length * PAIR;
  gpu.borrow(bytes, (pairs) => {
    keys(pairs);
    gpu.borrow(bytes, (spare) => pick(sortPairs(gpu, pairs, spare, { lines, length, low, bits })));
  });
}

export const sort: For<Primitives["sort"]> =
  (gpu) =>
  ([x], [values, indices], { dim, descending }) => {
    const length = x.shape[dim] ?? 1;
    const most = SHORT[gpu.isSoftware ? "software" : "hardware"];
    const isShort = length <= most.length || length * sizeOf(x.shape) <= most.work;
    (isShort ? sortShort : sortLong)(gpu, x, values, indices, dim, descending);
  };
