import type { FusedOps } from "@nn/core";
import type { Program } from "../gpu/program";
import { storageType } from "../gpu/storage";
import type { For } from "../kernel";
import { AREA_UNIFORMS, AREAS, areaUniforms } from "../pool/areas";
import { ROW_UNIFORMS, rowsOf } from "../pool/rows";
import { tapsKey, overWindows, WINDOW_UNIFORMS, windowUniforms } from "../pool/windows";
import { LINEAR } from "../wgsl/grid";

export const avgPool2d: For<FusedOps["avgPool2d"]> =
  (gpu) =>
  ([x], [y], attrs) => {
    const stored = storageType(x.dtype);
    const taps = tapsKey(...attrs.kernelSize);
    const { uniforms, groups } = rowsOf(gpu, y.shape);
    gpu.run({
      key: `avgPool2d ${stored} ${taps}`,
      program: () => avgProgram(stored, taps),
      buffers: [x.buffer, y.buffer],
      uniforms: [...uniforms, ...windowUniforms(x.shape, attrs, [1, 1], x.offset), ...areaUniforms(x.shape, attrs)],
      groups,
    });
  };

function avgProgram(stored: string, taps: string): Program {
  return {
    name: "avgPool2d",
    bindings: [
      { name: "xs", type: stored, access: "read" },
      { name: "ys", type: stored, access: "read_write" },
    ],
    uniforms: [...ROW_UNIFORMS, ...WINDOW_UNIFORMS, ...AREA_UNIFORMS],
    workgroup: [LINEAR, 1, 1],
    declarations: AREAS,
    main: overWindows(
      taps,
      "var sum = 0.0;",
      "sum += value;",
      `ys[row * u.length + column] = ${stored}(sum / (height(row % u.rows) * width(column)));`,
    ),
  };
}
