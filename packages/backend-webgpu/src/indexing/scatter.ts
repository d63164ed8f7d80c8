import { sizeOf, type View } from "@nn/core";
import type { Gpu } from "../gpu/gpu";
import { COPIES, scatterCopies } from "./scatter-copies";
import { scatterLast } from "./scatter-last";
import { scatterSums } from "./scatter-sums";
import { walkLines } from "./scatter-lines";

export type ScatterOp = "scatter" | "scatterAdd";

/** What goes where: the elements of contiguous `src` to where strided `index`, of its shape, points in `y` along `dim`. */
export interface Scattered {
  /** The op that asks for it. */
  readonly name: string;
  readonly index: View;
  readonly src: View;
  /** Holds what is written over or added to. */
  readonly y: View;
  readonly dim: number;
  /** An index to leave out. */
  readonly skipped?: number;
}

/** What goes where, with the uniform `fault` of `Faults`. */
export interface Reporting extends Scattered {
  readonly fault: number;
}

/** Lines of up to this length, or where there are this many, are walked by an invocation each. */
const WALKED = { software: { length: 4096, lines: 16 }, hardware: { length: 256, lines: 1024 } };
/** float16 lines of up to this length are summed in float16. */
const FEW = 4;

/** Writes or adds, later elements after earlier ones. */
export function scatterInto(gpu: Gpu, op: ScatterOp, scattered: Scattered): void {
  const { name, index, y, dim } = scattered;
  const size = sizeOf(index.shape);
  if (size === 0) return;
  const length = index.shape[dim] ?? 1;
  const fault = gpu.faults.number(`${name}: index % is out of range for dim ${dim} of size ${y.shape[dim] ?? 1}`);
  const what = { ...scattered, fault };
  const isExact = op === "scatter" || y.dtype !== "float16" || length <= FEW;
  const most = WALKED[gpu.isSoftware ? "software" : "hardware"];
  if (isExact && (length <= most.length || size / length >= most.lines)) walkLines(gpu, op, what);
  else if (op === "scatter") scatterLast(gpu, what);
  else if (gpu.isSoftware && isExact && y.dtype !== "uint8" && COPIES * sizeOf(y.shape) <= size)
    scatterCopies(gpu, what);
  else scatterSums(gpu, what);
}
