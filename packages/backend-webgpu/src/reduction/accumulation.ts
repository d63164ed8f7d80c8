import { type DType, isFloat, type ReduceOp } from "@nn/core";
import { storageType } from "../gpu/storage";

/** How many numbers a WGSL value holds. */
export type Width = 1 | 4;

/** The WGSL type of `width` numbers of `type`. */
export function wide(type: string, width: Width): string {
  return width === 4 ? `vec4<${type}>` : type;
}

/** WGSL of one way to make one value of many. */
export interface Accumulation {
  /** Names all that the text depends on. */
  readonly key: string;
  readonly type: string;
  /** What joins to any value without changing it. */
  readonly start: string;
  /** Element `value` at place `index` of its line, as `width` accumulators. */
  readonly load: (value: string, index: string, width: Width) => string;
  readonly join: (a: string, b: string) => string;
  readonly store: (total: string, width: Width) => string;
  /** Functions that `load` and `store` call on values of these widths. */
  readonly functions: (loaded: Width, stored: Width) => string;
  /** The subgroup function that joins. */
  readonly subgroup?: string;
}

/**
 * Floats in the order of integers, with one place for all NaN: integers are compared right by compilers that assume
 * that there is no NaN, too.
 */
export function ordering(nan: number, loaded: Width): string {
  const integers = wide("i32", loaded);
  return `
fn ordered(x: ${wide("f32", loaded)}) -> ${integers} {
  let bits = bitcast<${integers}>(x);
  let isNaN = (bits & ${integers}(0x7fffffff)) > ${integers}(0x7f800000);
  return select(bits ^ ((bits >> ${wide("u32", loaded)}(31u)) & ${integers}(0x7fffffff)), ${integers}(i32(${nan})), isNaN);
}`;
}

const LEAST = -(2 ** 31);
const MOST = 2 ** 31 - 1;

/** `max` and `min` of floats are NaN where any is; sums and products of integers wrap. */
export function accumulation(op: ReduceOp, dtype: DType, output: DType): Accumulation {
  const stored = storageType(output);
  const float = isFloat(dtype);
  const key = `${op} ${dtype} ${output}`;
  if (op === "sum" || op === "prod") {
    const type = float ? "f32" : stored;
    return {
      key,
      type,
      start: `${type}(${op === "sum" ? 0 : 1})`,
      load: (value, _, width) => `${wide(type, width)}(${value})`,
      join: (a, b) => `${a} ${op === "sum" ? "+" : "*"} ${b}`,
      store: (total, width) => `${wide(stored, width)}(${total})`,
      functions: () => "",
      subgroup: op === "sum" ? "subgroupAdd" : "subgroupMul",
    };
  }
  const [least, most] = dtype === "bool" ? [0, 1] : [LEAST, MOST];
  return {
    key,
    type: "i32",
    start: `i32(${op === "max" ? least : most})`,
    load: (value, _, width) => (float ? `ordered(${wide("f32", width)}(${value}))` : `${wide("i32", width)}(${value})`),
    join: (a, b) => `${op}(${a}, ${b})`,
    store: (total, width) => `${wide(stored, width)}(${float ? `unordered(${total})` : total})`,
    functions: (loaded, width) =>
      float ? `${ordering(op === "max" ? MOST : LEAST, loaded)}\n${unordering(width)}` : "",
    subgroup: op === "max" ? "subgroupMax" : "subgroupMin",
  };
}

/** The floats that `ordered` made integers of. */
function unordering(width: Width): string {
  const integers = wide("i32", width);
  return `
fn unordered(x: ${integers}) -> ${wide("f32", width)} {
  return bitcast<${wide("f32", width)}>(x ^ ((x >> ${wide("u32", width)}(31u)) & ${integers}(0x7fffffff)));
}`;
}
