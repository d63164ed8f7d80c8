import { isFloat } from "../../dtype";
import { ArgumentError, DTypeError, ShapeError } from "../../errors";
import { crossEntropySpec } from "../../fused/cross-entropy";
import { dispatchFused } from "../../runtime/dispatch";
import { runScope } from "../../runtime/scope";
import { formatShape, sameShape, sizeOf, type Shape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { add } from "../binary/add";
import { div } from "../binary/div";
import { mul } from "../binary/mul";
import { eq } from "../compare/eq";
import { ne } from "../compare/ne";
import { where } from "../compare/where";
import { gather } from "../indexing/gather";
import { logSoftmax } from "../neural/log-softmax";
import { sum } from "../reduce/sum";
import { cast } from "../shape/cast";
import { permute } from "../shape/permute";
import { reshape } from "../shape/reshape";
import { neg } from "../unary/neg";
import { checkReduction, type LossOptions } from "./reduction";

export interface CrossEntropyOptions extends LossOptions {
  /** A weight per class. */
  weight?: Tensor;
  /** Targets of this class index count for nothing. Default -100. */
  ignoreIndex?: number;
  /** How much of each target is spread evenly over all classes, in [0, 1]. Default 0. */
  labelSmoothing?: number;
}

/** Losses in rows, one per target, with what each counts in the mean (1 when absent). */
interface Losses {
  readonly losses: Tensor;
  readonly counts: Tensor | undefined;
}

/**
 * −log softmax(input) at the target class. `input` is [classes], [batch, classes] or [batch, classes, ...]. `target`
 * holds class indices (int32 or uint8) in that shape without the classes, or class probabilities (floating) in that
 * shape. The mean is over the weights of the targets that count, for probabilities over all of them.
 */
export function crossEntropy(input: Tensor, target: Tensor, options: CrossEntropyOptions = {}): Tensor {
  if (input.ndim === 0) {
    throw new ShapeError("crossEntropy: input must be [classes], [batch, classes] or [batch, classes, ...], got []");
  }
  const isProbable = isFloat(target.dtype) && sameShape(input.shape, target.shape);
  const indexShape = input.shape.filter((_, i) => i !== (input.ndim === 1 ? 0 : 1));
  if (!isProbable) checkIndices(input, target, indexShape);
  checkOptions(input, options, isProbable);
  return runScope("crossEntropy", () => {
    const { losses, counts } = isProbable
      ? probableLosses(toRows(input), toRows(target), options)
      : indexedLosses(toRows(input), reshape(cast(target, "int32"), [target.size]), options);
    const { reduction = "mean" } = options;
    if (reduction === "none") return reshape(losses, indexShape);
    const total = sum(losses);
    return reduction === "sum" ? total : div(total, counts ? sum(counts) : losses.size);
  });
}

/** Class indices: ignored targets have loss 0 and do not count in the mean. */
function indexedLosses(rows: Tensor, target: Tensor, options: CrossEntropyOptions): Losses {
  const { weight, ignoreIndex = -100, labelSmoothing = 0 } = options;
  const [plain] = dispatchFused(crossEntropySpec, [rows, target], { ignoreIndex });
  if (!weight && labelSmoothing === 0) return { losses: plain, counts: ne(target, ignoreIndex) };
  const isIgnored = eq(target, ignoreIndex);
  const counts = weight
    ? where(isIgnored, 0, gather(weight, where(isIgnored, 0, target), { dim: 0 }))
    : ne(target, ignoreIndex);
  const weighted = weight ? mul(plain, counts) : plain;
  if (labelSmoothing === 0) return { losses: weighted, counts };
  const surprise = neg(logSoftmax(rows, { dim: 1 }));
  const spread = sum(weight ? mul(surprise, weight) : surprise, { dim: 1 });
  const smooth = where(isIgnored, 0, mul(spread, labelSmoothing / rows.shape[1]));
  return { losses: add(mul(weighted, 1 - labelSmoothing), smooth), counts };
}

/** Class probabilities: every target counts the same in the mean, whatever the weights, as in PyTorch. */
function probableLosses(rows: Tensor, target: Tensor, { weight, labelSmoothing = 0 }: CrossEntropyOptions): Losses {
  const even = labelSmoothing / rows.shape[1];
  const smoothed = labelSmoothing > 0 ? add(mul(target, 1 - labelSmoothing), even) : target;
  const surprise = neg(logSoftmax(rows, { dim: 1 }));
  const expected = mul(surprise, smoothed);
  return { losses: sum(weight ? mul(expected, weight) : expected, { dim: 1 }), counts: undefined };
}

/** [classes], [batch, classes] or [batch, classes, ...] as [rows, classes]. */
function toRows(x: Tensor): Tensor {
  if (x.ndim === 2) return x;
  if (x.ndim === 1) return reshape(x, [1, x.size]);
  const last = permute(x, [0, ...x.shape.slice(2).map((_, i) => i + 2), 1]);
  return reshape(last, [x.shape[0] * sizeOf(x.shape.slice(2)), x.shape[1]]);
}

function checkIndices(input: Tensor, target: Tensor, indexShape: Shape): void {
  const found = `target is ${target.dtype} ${formatShape(target.shape)}`;
  const indices = `class indices (int32 ${formatShape(indexShape)})`;
  const probabilities = `class probabilities (${input.dtype} ${formatShape(input.shape)})`;
  if (!sameShape(target.shape, indexShape) && !sameShape(target.shape, input.shape)) {
    throw new ShapeError(
      `crossEntropy: ${found}; input ${formatShape(input.shape)} takes ${indices} or ${probabilities}`,
    );
  }
  if (!sameShape(target.shape, indexShape)) {
    throw new DTypeError(
      `crossEntropy: ${found}; ${probabilities} must be floating, make them so with target.to("float32")`,
    );
  }
  if (target.dtype !== "int32" && target.dtype !== "uint8") {
    throw new DTypeError(
      `crossEntropy: ${found}; class indices must be integers, make them so with { dtype: "int32" } or target.to("int32")`,
    );
  }
}

function checkOptions(input: Tensor, options: CrossEntropyOptions, isProbable: boolean): void {
  const { weight, ignoreIndex = -100, reduction = "mean", labelSmoothing = 0 } = options;
  checkReduction("crossEntropy", reduction);
  const classes = input.shape[input.ndim === 1 ? 0 : 1];
  if (weight && !sameShape(weight.shape, [classes])) {
    throw new ShapeError(
      `crossEntropy: weight must be [${classes}], one value per class, got ${formatShape(weight.shape)}`,
    );
  }
  if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
    throw new ArgumentError(`crossEntropy: labelSmoothing must lie in [0, 1], got ${labelSmoothing}`);
  }
  if (isProbable && ignoreIndex >= 0) {
    throw new ArgumentError("crossEntropy: ignoreIndex applies to class indices, target holds class probabilities");
  }
}
