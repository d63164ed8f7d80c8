import { sizeOf, type View } from "@nn/core";
import type { Gpu } from "./gpu/gpu";
import { itemBytes } from "./gpu/storage";
import { copy } from "./kernels/copy";
import { runVectors, type VectorCode, widthOf } from "./vectors";

/**
 * Runs an optimizer's step on (param, grad, states...): `code` reads `grad` and rewrites the others, which lie in the
 * outputs. Those that are other buffers than their inputs start as copies.
 */
export function update(
  gpu: Gpu,
  code: VectorCode,
  inputs: readonly View[],
  outputs: readonly View[],
  uniforms: readonly number[],
): void {
  const [param, grad] = inputs;
  const { dtype } = param;
  for (let i = 0; i < outputs.length; i++) {
    const from = inputs[i === 0 ? 0 : i + 1];
    if (from.buffer !== outputs[i].buffer) copy(gpu)([from], [outputs[i]], {});
  }
  const size = sizeOf(param.shape);
  const run = (g: View): void => {
    const width = widthOf([g]);
    runVectors(gpu, code, dtype, width, Math.ceil(size / width), [g], outputs, uniforms);
  };
  // A buffer is either only read or written in one run.
  if (outputs.every(({ buffer }) => buffer !== grad.buffer)) run(grad);
  else
    gpu.borrow(size * itemBytes(dtype), (buffer) => {
      const own = { ...grad, buffer, offset: 0 };
      copy(gpu)([grad], [own], {});
      run(own);
    });
}
