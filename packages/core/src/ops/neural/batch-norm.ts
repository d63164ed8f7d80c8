import { noGrad } from "../../autograd/grad-mode";
import { ArgumentError, ShapeError } from "../../errors";
import { batchNormSpec } from "../../fused/batch-norm";
import { dispatchFused } from "../../runtime/dispatch";
import { runScope } from "../../runtime/scope";
import { formatShape, sameShape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { add } from "../binary/add";
import { mul } from "../binary/mul";
import { sub } from "../binary/sub";
import { cast } from "../shape/cast";
import { clone } from "../shape/clone";
import { reshape } from "../shape/reshape";
import { rsqrt } from "../unary/rsqrt";
import { affineInputs, type AffineOptions } from "./norm-options";

export interface BatchNormOptions extends AffineOptions {
  /** The mean per channel: read in evaluation, updated in place in training. */
  runningMean?: Tensor;
  /** The unbiased variance per channel: read in evaluation, updated in place in training. */
  runningVar?: Tensor;
  /** Normalise by the statistics of this batch. Default false. */
  training?: boolean;
  /** The weight of this batch in the running statistics. Default 0.1. */
  momentum?: number;
}

/**
 * (x − mean) / √(variance + eps) · weight + bias for each channel of x [batch, channels, ...]. In training mean and
 * biased variance are the batch's, in evaluation the running ones.
 */
export function batchNorm(x: Tensor, options: BatchNormOptions): Tensor {
  const { eps = 1e-5, training = false } = options;
  return runScope("batchNorm", () => {
    const inputs = affineInputs(x, x.shape.slice(1, 2), options);
    batchNormSpec.infer(inputs, { eps });
    checkRunning("runningMean", options.runningMean, x);
    checkRunning("runningVar", options.runningVar, x);
    return training ? normalizeByBatch(inputs, eps, options) : normalizeByRunning(inputs, eps, options);
  });
}

function checkRunning(name: string, statistic: Tensor | undefined, x: Tensor): void {
  if (!statistic || sameShape(statistic.shape, x.shape.slice(1, 2))) return;
  throw new ShapeError(
    `batchNorm: ${name} must be [${x.shape[1]}] for x ${formatShape(x.shape)}, got ${formatShape(statistic.shape)}`,
  );
}

function normalizeByBatch(inputs: readonly Tensor[], eps: number, options: BatchNormOptions): Tensor {
  const [x] = inputs;
  if (x.size === 0) return perChannel(clone(x), inputs.at(1), inputs.at(2));
  const count = x.size / x.shape[1];
  if (count === 1) {
    throw new ArgumentError(
      `batchNorm: training needs more than one value per channel, x is ${formatShape(x.shape)}; ` +
        "use a larger batch, or { training: false }",
    );
  }
  const [y, mean, variance] = dispatchFused(batchNormSpec, inputs, { eps });
  const { runningMean, runningVar, momentum = 0.1 } = options;
  noGrad(() => {
    if (runningMean) blend(runningMean, mean, 1 - momentum, momentum);
    if (runningVar) blend(runningVar, variance, 1 - momentum, (momentum * count) / (count - 1));
  });
  return y;
}

function blend(running: Tensor, statistic: Tensor, kept: number, taken: number): void {
  running.assign(add(mul(running, kept), mul(cast(statistic, running.dtype), taken)));
}

function normalizeByRunning(inputs: readonly Tensor[], eps: number, options: BatchNormOptions): Tensor {
  const { runningMean, runningVar } = options;
  if (!runningMean || !runningVar) {
    throw new ArgumentError("batchNorm: evaluation needs runningMean and runningVar; pass them, or { training: true }");
  }
  const [x] = inputs;
  const weight = inputs.at(1);
  const bias = inputs.at(2);
  const scale = weight ? mul(rsqrt(add(runningVar, eps)), weight) : rsqrt(add(runningVar, eps));
  const shift = mul(runningMean, scale);
  return perChannel(x, cast(scale, x.dtype), cast(bias ? sub(bias, shift) : mul(shift, -1), x.dtype));
}

/** x [batch, channels, ...] · scale + shift, both [channels]. */
function perChannel(x: Tensor, scale: Tensor | undefined, shift: Tensor | undefined): Tensor {
  const shape = [x.shape[1], ...x.shape.slice(2).map(() => 1)];
  const scaled = scale ? mul(x, reshape(scale, shape)) : x;
  return shift ? add(scaled, reshape(shift, shape)) : scaled;
}
