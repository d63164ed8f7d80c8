import { isFloat, type Primitives } from "@nn/core";
import type { For } from "../kernel";
import { type Accumulation, ordering } from "../reduction/accumulation";
import { reduction } from "../reduction/reduction";

export const argReduce: For<Primitives["argReduce"]> =
  (gpu) =>
  ([x], [y], { op, dim }) => {
    const float = isFloat(x.dtype);
    const sign = op === "max" ? "" : "~";
    // Pairs of a number, the larger the better, and its place, the smaller the better.
    const how: Accumulation = {
      key: `arg${op} ${x.dtype}`,
      type: "vec2<i32>",
      start: "i32(-2147483648), 2147483647",
      load: (value, index) => `vec2(${float ? `ranked(f32(${value}))` : `${sign}i32(${value})`}, i32(${index}))`,
      join: (a, b) => `better(${a}, ${b})`,
      store: (total) => `${total}.y`,
      functions: () => `
${float ? ordering(op === "max" ? 2 ** 31 - 1 : -(2 ** 31), 1) : ""}
${float ? `fn ranked(x: f32) -> i32 { return ${sign}select(ordered(x), 0, x == 0); }` : ""}
fn better(a: vec2<i32>, b: vec2<i32>) -> vec2<i32> { return select(a, b, b.x > a.x || (b.x == a.x && b.y < a.y)); }`,
    };
    reduction(gpu, how, x, y, x.shape.length === 0 ? [] : [dim]);
  };
