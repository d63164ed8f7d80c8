import { isFloat, type Primitives, sizeOf, type View } from "@nn/core";
import type { Gpu } from "../gpu/gpu";
import { storageType } from "../gpu/storage";
import { linesOf } from "../lines";
import { accumulation } from "../reduction/accumulation";
import { reduction } from "../reduction/reduction";
import { linear } from "../wgsl/grid";
import { cumulativeProgram, type Shape } from "./program";

type Op = Primitives["cumulative"]["op"];

/** Few long lines go in blocks, each of which begins with the running total of the blocks before it. */
export function cumulate(gpu: Gpu, op: Op, x: View, y: View, dim: number): void {
  const { lines, length } = linesOf(x.shape, dim);
  const chunk = chunkOf(gpu, lines, length);
  const blocks = Math.ceil(length / chunk);
  if (blocks === 1) {
    scan(gpu, op, x, y, dim, chunk, undefined);
    return;
  }
  const shape = x.shape.with(dim, blocks - 1);
  const dtype = isFloat(x.dtype) ? "float32" : "int32";
  const step = x.strides[dim];
  const parts: View = {
    ...x,
    shape: [...shape.slice(0, dim + 1), chunk, ...shape.slice(dim + 1)],
    strides: [...x.strides.slice(0, dim), chunk * step, ...x.strides.slice(dim)],
  };
  const bytes = 4 * sizeOf(shape);
  gpu.borrow(bytes, (totalBlock) =>
    gpu.borrow(bytes, (endBlock) => {
      const strides = shape.map((_, d) => sizeOf(shape.slice(d + 1)));
      const totals: View = { buffer: totalBlock, dtype, shape, strides, offset: 0 };
      const ends: View = { ...totals, buffer: endBlock };
      reduction(gpu, accumulation(op, x.dtype, dtype), parts, totals, [dim + 1]);
      cumulate(gpu, op, totals, ends, dim);
      scan(gpu, op, x, y, dim, chunk, ends);
    }),
  );
}

/** Elements of a block, a multiple of 4. */
function chunkOf(gpu: Gpu, lines: number, length: number): number {
  const [most, least] = gpu.isSoftware ? [256, 1024] : [16384, 32];
  const blocks = Math.max(1, Math.min(Math.floor(most / lines), Math.floor(length / least)));
  return Math.ceil(length / blocks / 4) * 4;
}

/** `ends` has the running totals at the ends of all blocks but the last. */
function scan(gpu: Gpu, op: Op, x: View, y: View, dim: number, chunk: number, ends: View | undefined): void {
  const { lines, length, step } = linesOf(x.shape, dim);
  const isAcross = step > 1;
  const width = (isAcross ? step : length) % 4 === 0 && x.offset % 4 === 0 ? 4 : 1;
  const [beside, along] = isAcross ? [width, 1] : [1, width];
  const blocks = Math.ceil(length / chunk);
  const count = (lines * blocks) / beside;
  const isContinued = ends !== undefined;
  const from = storageType(x.dtype);
  const type = from === "f16" ? "f32" : from;
  const shape: Shape = { op, from, type, to: storageType(y.dtype), width, isAcross, isContinued };
  gpu.run({
    key: `cumulative ${op} ${from} ${shape.to} ${width} ${isAcross} ${isContinued}`,
    program: () => cumulativeProgram(shape),
    buffers: ends ? [x.buffer, ends.buffer, y.buffer] : [x.buffer, y.buffer],
    uniforms: [count, length / along, step / beside, blocks, chunk / along, x.offset / width],
    groups: linear(gpu, count),
  });
}
