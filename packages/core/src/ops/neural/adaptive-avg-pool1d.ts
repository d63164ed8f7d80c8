import { scope } from "../../runtime/scope";
import { ShapeError } from "../../errors";
import { checkInteger, formatShape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { matmul } from "../linalg/matmul";
import { mean } from "../reduce/mean";
import { transpose } from "../shape/transpose";
import { adaptiveSums } from "./adaptive-sums";
import { weightMatrix } from "./weight-matrix";

/** Means of `outputSize` windows that cover the last dimension of x [batch, channels, length], or [channels, length]. */
export function adaptiveAvgPool1d(x: Tensor, outputSize: number): Tensor {
  checkInteger("adaptiveAvgPool1d", "outputSize", outputSize, 0);
  if (x.ndim !== 2 && x.ndim !== 3) {
    throw new ShapeError(`adaptiveAvgPool1d: expected [n,c,l] or [c,l], got ${formatShape(x.shape)}`);
  }
  const length = x.shape[x.ndim - 1];
  if (outputSize === 1) return mean(x, { dim: -1, keepdim: true });
  return scope(() => matmul(x, transpose(weightMatrix(x, length, adaptiveSums(length, outputSize)), 0, 1)));
}
