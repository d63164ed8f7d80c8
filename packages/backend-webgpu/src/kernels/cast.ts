import { type DType, isFloat, type Primitives } from "@nn/core";
import { elementwise, type Expression } from "../elementwise";
import { storageType } from "../gpu/storage";
import type { For } from "../kernel";
import { vectorMaths } from "../wgsl/maths";

/** Float to integer truncates towards 0, NaN gives 0, and what int32 cannot hold its nearest; uint8 wraps. */
function expressionOf(from: DType, to: DType): Expression {
  const name = `cast ${from} ${to}`;
  const float = isFloat(from);
  if (to === "bool") {
    const zero = `vec4<${float ? "f32" : storageType(from)}>(0)`;
    return { name, code: () => `select(vec4<u32>(1), vec4<u32>(0), a == ${zero})` };
  }
  const whole = float ? "select(vec4<i32>(clamp(a, F(-2147483648.0), F(2147483520.0))), vec4<i32>(0), isNaN(a))" : "a";
  const functions = (): string => (float ? vectorMaths("isNaN") : "");
  if (to === "int32") return { name, code: () => whole, functions };
  if (to === "uint8") return { name, code: () => `vec4<u32>(${whole}) & vec4<u32>(255)`, functions };
  return { name, code: () => "a" };
}

export const cast: For<Primitives["cast"]> =
  (gpu) =>
  ([x], [y]) =>
    elementwise(gpu, expressionOf(x.dtype, y.dtype), y, x);
