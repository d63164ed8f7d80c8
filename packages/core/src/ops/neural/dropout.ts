import { ArgumentError } from "../../errors";
import { withBackend } from "../../runtime/current-backend";
import { scope } from "../../runtime/scope";
import type { Tensor } from "../../tensor/tensor";
import { mul } from "../binary/mul";
import { ge } from "../compare/ge";
import { where } from "../compare/where";
import { drawUniform } from "../random/draw";
import type { Generator } from "../random/generator";

export interface DropoutOptions {
  /** The probability of an element to be dropped. Default 0.5. */
  p?: number;
  /** Otherwise `x` is returned as it is. Default true. */
  training?: boolean;
  /** Where the mask comes from; the generator of `manualSeed` when absent. */
  generator?: Generator;
}

/** Sets elements to 0 with probability `p` and divides the others by 1 − p, which keeps the mean. */
export function dropout(x: Tensor, { p = 0.5, training = true, generator }: DropoutOptions = {}): Tensor {
  if (!(p >= 0 && p <= 1)) throw new ArgumentError(`dropout: p must lie in [0, 1], got ${p}`);
  if (!training || p === 0) return x;
  if (p === 1) return mul(x, 0);
  return scope(() => {
    const isKept = ge(
      withBackend(x.backend, () => drawUniform(x.shape, "float32", generator)),
      p,
    );
    return where(isKept, mul(x, 1 / (1 - p)), 0);
  });
}
