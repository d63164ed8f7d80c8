import type { Primitives } from "@nn/core";
import { elementwise, type Expression } from "../elementwise";
import type { For } from "../kernel";

const picked: Expression = { name: "where", code: () => "select(c, b, a != vec4<u32>(0))" };

export const where: For<Primitives["where"]> =
  (gpu) =>
  ([condition, a, b], [y]) =>
    elementwise(gpu, picked, y, condition, a, b);
