import type { FusedOps } from "@nn/core";
import type { Program } from "../gpu/program";
import { storageType } from "../gpu/storage";
import type { For } from "../kernel";
import { AREA_UNIFORMS, AREAS, areaUniforms } from "../pool/areas";
import { alongRow, ROW_UNIFORMS, rowsOf } from "../pool/rows";
import { tapsKey, WINDOW_UNIFORMS, windowUniforms } from "../pool/windows";
import { LINEAR } from "../wgsl/grid";

/** Each element sums the shares of the windows that it lies in. */
export const avgPool2dGrad: For<FusedOps["avgPool2dGrad"]> =
  (gpu) =>
  ([g], [x], attrs) => {
    const stored = storageType(g.dtype);
    const [down, across] = [0, 1].map((d) => Math.ceil(attrs.kernelSize[d] / attrs.stride[d]));
    const taps = tapsKey(down, across);
    const { uniforms, groups } = rowsOf(gpu, x.shape);
    gpu.run({
      key: `avgPool2dGrad ${stored} ${taps}`,
      program: () => avgGradProgram(stored, taps),
      buffers: [g.buffer, x.buffer],
      uniforms: [...uniforms, ...windowUniforms(x.shape, attrs, [1, 1], g.offset), ...areaUniforms(x.shape, attrs)],
      groups,
    });
  };

/** Windows i of the row have i · stride ≤ y + pad < i · stride + kernel; so with columns. */
function avgGradProgram(stored: string, taps: string): Program {
  const [height, width] = taps.split(" ");
  return {
    name: "avgPool2dGrad",
    bindings: [
      { name: "gs", type: stored, access: "read" },
      { name: "xs", type: stored, access: "read_write" },
    ],
    uniforms: [...ROW_UNIFORMS, ...WINDOW_UNIFORMS, ...AREA_UNIFORMS],
    workgroup: [LINEAR, 1, 1],
    declarations: `${AREAS}
fn firstOf(at: u32, kernel: u32, stride: u32) -> u32 { return (max(at + 1, kernel) - kernel + stride - 1) / stride; }`,
    main: alongRow(
      `let y = row % u.h + u.pad0;
    let top = firstOf(y, u.kernel0, u.stride0);
    let bottom = min(y / u.stride0 + 1, u.rows);
    let plane = u.offset + row / u.h * u.rows * u.columns;
    var left = firstOf(begin + u.pad1, u.kernel1, u.stride1);
    var right = min((begin + u.pad1) / u.stride1 + 1, u.columns);`,
      `let x = column + u.pad1;
      if (left * u.stride1 + u.kernel1 <= x) { left++; }
      if (right < u.columns && right * u.stride1 <= x) { right++; }
      var sum = 0.0;
      for (var a = 0u; a < ${height}; a++) {
        let i = top + a;
        if (i >= bottom) { continue; }
        for (var b = 0u; b < ${width}; b++) {
          let j = left + b;
          if (j < right) { sum += f32(gs[plane + i * u.columns + j]) / (height(i) * width(j)); }
        }
      }
      xs[row * u.length + column] = ${stored}(sum);`,
    ),
  };
}
