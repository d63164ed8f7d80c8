import type { View } from "@nn/core";
import type { Gpu } from "../gpu/gpu";
import { linesOf } from "../lines";
import { linear, linearGroups } from "../wgsl/grid";
import { GROUP, powerAbove, type Sharing } from "../wgsl/team";
import { lineProgram, type LineShape, type LineWork } from "./line-program";

/** What a kernel binds and sets besides the inputs, the output and the lines. */
interface Extras {
  readonly buffers: readonly object[];
  readonly behind?: readonly object[];
  readonly uniforms: readonly number[];
}

const NONE: Extras = { buffers: [], uniforms: [] };

/** Runs `name`, whose text `work` gives for loads of some width, on the lines along `dim` of contiguous inputs. */
export function runLines(
  gpu: Gpu,
  name: string,
  work: (shape: LineShape) => LineWork,
  inputs: readonly View[],
  y: View,
  dim: number,
  extras = NONE,
): void {
  const [x] = inputs;
  const all = linesOf(x.shape, dim);
  const isAcross = all.step > 1;
  const isWide = (isAcross ? all.step : all.length) % 4 === 0 && inputs.every(({ offset }) => offset % 4 === 0);
  const width = isWide ? 4 : 1;
  const lines = isAcross ? all.lines / width : all.lines;
  const length = isAcross ? all.length : all.length / width;
  const step = isAcross ? all.step / width : 1;
  const [sharing, lanes] = teamFor(gpu, lines, length, isAcross);
  const shape: LineShape = { type: x.dtype === "float16" ? "f16" : "f32", width, isAcross, sharing };
  const { buffers, behind = [], uniforms } = extras;
  gpu.run({
    key: `${name} ${shape.type} ${width} ${isAcross} ${sharing}`,
    program: () => lineProgram(name, work(shape), shape),
    buffers: [...inputs.map(({ buffer }) => buffer), ...buffers, y.buffer, ...behind],
    uniforms: [lines, length, step, lanes, ...inputs.map(({ offset }) => offset / width), ...uniforms],
    groups: sharing === "none" ? linear(gpu, lines) : linearGroups(gpu, Math.ceil((lines * lanes) / GROUP)),
  });
}

/** Barriers cost processors much: there, lines are shared only where they are too few to be worked on side by side. */
function teamFor(gpu: Gpu, lines: number, length: number, isAcross: boolean): readonly [Sharing, number] {
  if (gpu.isSoftware && (lines >= 8 || length < 1024)) return ["none", 1];
  const most = isAcross ? GROUP / Math.min(8, powerAbove(lines)) : GROUP;
  return [isAcross ? "columns" : "rows", Math.min(most, powerAbove(length / 4))];
}
