import { scope } from "../../runtime/scope";
import { checkShape, sizeOf, type Shape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { mul } from "../binary/mul";
import { create } from "../creation/options";
import { cast } from "../shape/cast";
import { cat } from "../shape/cat";
import { narrow } from "../shape/narrow";
import { reshape } from "../shape/reshape";
import { cos } from "../unary/cos";
import { log1p } from "../unary/log1p";
import { neg } from "../unary/neg";
import { sin } from "../unary/sin";
import { sqrt } from "../unary/sqrt";
import { drawUniform, floatDType, type RandomOptions } from "./draw";

/**
 * Random numbers of the standard normal distribution, by the Box–Muller transform
 * (https://en.wikipedia.org/wiki/Box%E2%80%93Muller_transform).
 */
export function randn(shape: Shape, options: RandomOptions = {}): Tensor {
  const dtype = floatDType("randn", options);
  checkShape("randn", shape);
  const size = sizeOf(shape);
  const pairs = Math.ceil(size / 2);
  return create(options, () =>
    scope(() => {
      const uniform = drawUniform([2, pairs], dtype === "float64" ? dtype : "float32", options.generator);
      // 1 − u lies in (0, 1], where the logarithm is finite.
      const radius = sqrt(mul(log1p(neg(narrow(uniform, 0, 0, 1))), -2));
      const angle = mul(narrow(uniform, 0, 1, 1), 2 * Math.PI);
      const both = cat([mul(radius, cos(angle)), mul(radius, sin(angle))]);
      return cast(reshape(narrow(reshape(both, [2 * pairs]), 0, 0, size), shape), dtype);
    }),
  );
}
