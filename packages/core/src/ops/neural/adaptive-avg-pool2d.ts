import { ArgumentError, ShapeError } from "../../errors";
import { scope } from "../../runtime/scope";
import { checkInteger, formatShape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { matmul } from "../linalg/matmul";
import { mean } from "../reduce/mean";
import { transpose } from "../shape/transpose";
import { adaptiveSums } from "./adaptive-sums";
import { avgPool2d } from "./avg-pool2d";
import { weightMatrix } from "./weight-matrix";

/** One number for both dimensions, or [height, width] with null for the input's own. */
export type AdaptiveSize = number | readonly [height: number | null, width: number | null];

/** Means of windows that cover x [batch, channels, height, width], or [channels, height, width], to a given size. */
export function adaptiveAvgPool2d(x: Tensor, outputSize: AdaptiveSize): Tensor {
  if (x.ndim !== 3 && x.ndim !== 4) {
    throw new ShapeError(`adaptiveAvgPool2d: expected [n,c,h,w] or [c,h,w], got ${formatShape(x.shape)}`);
  }
  const given = typeof outputSize === "number" ? [outputSize, outputSize] : outputSize;
  if (given.length !== 2) throw new ArgumentError(`adaptiveAvgPool2d: expected one or two sizes, got [${given}]`);
  const [height, width] = x.shape.slice(-2);
  const [newHeight, newWidth] = [given[0] ?? height, given[1] ?? width];
  for (const size of [newHeight, newWidth]) checkInteger("adaptiveAvgPool2d", "outputSize", size, 0);
  if (newHeight === 1 && newWidth === 1) return mean(x, { dim: [-1, -2], keepdim: true });
  if (isMultiple(height, newHeight) && isMultiple(width, newWidth)) {
    return avgPool2d(x, { kernelSize: [height / newHeight, width / newWidth] });
  }
  return scope(() => {
    const rows = weightMatrix(x, height, adaptiveSums(height, newHeight));
    const columns = weightMatrix(x, width, adaptiveSums(width, newWidth));
    return matmul(rows, matmul(x, transpose(columns, 0, 1)));
  });
}

function isMultiple(size: number, part: number): boolean {
  return size > 0 && part > 0 && size % part === 0;
}
