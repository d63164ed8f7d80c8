import { type Primitives, sizeOf } from "@nn/core";
import type { For } from "../kernel";
import { place } from "../place";
import { fill } from "./full";

export const pad: For<Primitives["pad"]> =
  (gpu) =>
  ([x], [y], { before, interior, value }) => {
    fill(gpu, y, value);
    if (sizeOf(x.shape) === 0) return;
    const offset = before.reduce((sum, count, d) => sum + count * y.strides[d], 0);
    const strides = y.strides.map((stride, d) => stride * (interior[d] + 1));
    place(gpu, [x], { ...y, shape: x.shape, strides, offset }, 0);
  };
