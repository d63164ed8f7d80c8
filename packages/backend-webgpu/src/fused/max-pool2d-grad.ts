import { type FusedOps, sizeOf, type View } from "@nn/core";
import type { Gpu } from "../gpu/gpu";
import { storageType } from "../gpu/storage";
import { full } from "../kernels/full";
import type { For } from "../kernel";
import { linkProgram, linkedSumProgram } from "../pool/linked";
import { planesProgram } from "../pool/planes";
import { linear } from "../wgsl/grid";

/** Sums the gradients of windows by the places of their maxima, in the order of the windows. */
export const maxPool2dGrad: For<FusedOps["maxPool2dGrad"]> =
  (gpu) =>
  ([g, positions], [x], { inputSize: [h, w] }) => {
    const uniforms = [h * w, g.shape[2] * g.shape[3], g.offset, positions.offset];
    // Sums in float16 would be rounded at each step.
    if (gpu.isSoftware && x.dtype === "float32") planeByPlane(gpu, g, positions, x, uniforms);
    else byLists(gpu, g, positions, x, uniforms);
  };

function planeByPlane(gpu: Gpu, g: View, positions: View, x: View, uniforms: readonly number[]): void {
  const planes = g.shape[0] * g.shape[1];
  gpu.run({
    key: "maxPool2dGrad planes",
    program: planesProgram,
    buffers: [g.buffer, positions.buffer, x.buffer],
    uniforms: [planes, ...uniforms],
    groups: linear(gpu, planes),
  });
}

function byLists(gpu: Gpu, g: View, positions: View, x: View, uniforms: readonly number[]): void {
  const stored = storageType(x.dtype);
  const size = sizeOf(x.shape);
  const count = sizeOf(g.shape);
  gpu.borrow(size * 4, (heads) =>
    gpu.borrow(count * 4, (next) => {
      const words: View = { ...x, buffer: heads, dtype: "int32" };
      full(gpu)([], [words], { shape: x.shape, dtype: "int32", value: 0 });
      gpu.run({
        key: "maxPool2dGrad link",
        program: linkProgram,
        buffers: [positions.buffer, heads, next],
        uniforms: [count, ...uniforms],
        groups: linear(gpu, count),
      });
      gpu.run({
        key: `maxPool2dGrad sum ${stored}`,
        program: () => linkedSumProgram(stored),
        buffers: [g.buffer, positions.buffer, heads, next, x.buffer],
        uniforms: [size, ...uniforms],
        groups: linear(gpu, size),
      });
    }),
  );
}
