import { sizeOf, type View } from "@nn/core";
import { EACH, threadsFor } from "../wgsl/each";
import type { Gpu } from "../gpu/gpu";
import { storageType } from "../gpu/storage";
import { full } from "../kernels/full";
import type { Reporting } from "./scatter";
import { walkLines } from "./scatter-lines";
import { LINEAR, linear } from "../wgsl/grid";

/** Parts of a line, each with its own copy of the output. */
export const COPIES = 32;

/** Adds each part of the lines to a copy of its own and what is left to the output, then the copies. */
export function scatterCopies(gpu: Gpu, what: Reporting): void {
  const { y, dim } = what;
  const { dtype } = y;
  const size = sizeOf(y.shape);
  const length = what.index.shape[dim] ?? 1;
  const part = Math.floor(length / COPIES);
  gpu.borrow(COPIES * size * 4, (buffer) => {
    const copies = { buffer, dtype, shape: [COPIES, ...y.shape], strides: [size, ...y.strides], offset: 0 };
    full(gpu)([], [copies], { shape: copies.shape, dtype, value: 0 });
    const parts = ({ shape, strides, ...view }: View): View => ({
      ...view,
      shape: [COPIES, ...shape.with(dim, part)],
      strides: [part * strides[dim], ...strides],
    });
    walkLines(gpu, "scatterAdd", { ...what, index: parts(what.index), src: parts(what.src), y: copies, dim: dim + 1 });
    const rest = ({ shape, strides, offset, ...view }: View): View => ({
      ...view,
      shape: shape.with(dim, length % COPIES),
      strides,
      offset: offset + COPIES * part * strides[dim],
    });
    const left = { ...what, index: rest(what.index), src: rest(what.src) };
    if (length % COPIES > 0) walkLines(gpu, "scatterAdd", left);
    const type = storageType(dtype);
    const threads = threadsFor(gpu, size);
    gpu.run({
      key: `scatter copies ${type}`,
      program: () => ({
        name: "scatterCopies",
        bindings: [
          { name: "copies", type, access: "read" },
          { name: "ys", type, access: "read_write" },
        ],
        uniforms: ["count", "threads"],
        workgroup: [LINEAR, 1, 1],
        main: `
          ${EACH} {
            var sum = ys[index];
            for (var i = 0u; i < ${COPIES}u; i++) { sum += copies[i * u.count + index]; }
            ys[index] = sum;
          }`,
      }),
      buffers: [buffer, y.buffer],
      uniforms: [size, threads],
      groups: linear(gpu, threads),
    });
  });
}
