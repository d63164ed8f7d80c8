import { ArgumentError } from "../../errors";
import { scope } from "../../runtime/scope";
import type { Shape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { add } from "../binary/add";
import { mul } from "../binary/mul";
import { sub } from "../binary/sub";
import { full } from "../creation/full";
import { create } from "../creation/options";
import { cast } from "../shape/cast";
import { clamp } from "../unary/clamp";
import { erf } from "../unary/erf";
import { erfinv } from "../unary/erfinv";
import { drawUniform, floatDType, type RandomOptions } from "./draw";

export interface TruncatedNormalOptions extends RandomOptions {
  /** Of the normal distribution before it is cut. Default 0. */
  mean?: number;
  /** Of the normal distribution before it is cut. Default 1. */
  std?: number;
  /** Smallest value. Default −2. */
  a?: number;
  /** Largest value. Default 2. */
  b?: number;
}

/** The erf of a bound at infinity, moved inside by what float32 resolves. */
const EDGE = 1 - 2 ** -24;

/** Random numbers of a normal distribution restricted to [a, b], by inverting its cumulative distribution. */
export function truncatedNormal(shape: Shape, options: TruncatedNormalOptions = {}): Tensor {
  const { mean = 0, std = 1, a = -2, b = 2 } = options;
  if (!(std > 0) || !(a < b)) {
    throw new ArgumentError(`truncatedNormal: expected std > 0 and a < b, got std ${std}, a ${a} and b ${b}`);
  }
  const dtype = floatDType("truncatedNormal", options);
  const precision = dtype === "float64" ? dtype : "float32";
  const scale = std * Math.SQRT2;
  return create(options, () =>
    scope(() => {
      const [low, high] = [a, b].map((bound) => erf(full([], (bound - mean) / scale, { dtype: precision })));
      const uniform = drawUniform([...shape], precision, options.generator);
      const quantile = clamp(add(low, mul(uniform, sub(high, low))), { min: -EDGE, max: EDGE });
      return cast(clamp(add(mul(erfinv(quantile), scale), mean), { min: a, max: b }), dtype);
    }),
  );
}
