import { isFloat, type Primitives } from "@nn/core";
import { elementwise } from "../elementwise";
import type { For } from "../kernel";

export const arange: For<Primitives["arange"]> =
  (gpu) =>
  (_, [y], { start, step }) => {
    const number = isFloat(y.dtype) ? "f32" : "i32";
    elementwise(
      gpu,
      {
        name: "arange",
        code: () => `u.start + vec4<${number}>(4u * i + vec4<u32>(0, 1, 2, 3)) * u.step`,
        uniforms: [`start: ${number}`, `step: ${number}`],
        values: [start, step],
      },
      y,
    );
  };
