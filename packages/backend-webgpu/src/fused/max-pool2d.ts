import type { FusedOps } from "@nn/core";
import type { Program } from "../gpu/program";
import { storageType } from "../gpu/storage";
import type { For } from "../kernel";
import { ROW_UNIFORMS, rowsOf } from "../pool/rows";
import { tapsKey, overWindows, WINDOW_UNIFORMS, windowUniforms } from "../pool/windows";
import { FLOATS } from "../wgsl/floats";
import { LINEAR } from "../wgsl/grid";

export const maxPool2d: For<FusedOps["maxPool2d"]> =
  (gpu) =>
  ([x], [values, positions], attrs) => {
    const stored = storageType(x.dtype);
    const taps = tapsKey(...attrs.kernelSize);
    const { uniforms, groups } = rowsOf(gpu, values.shape);
    gpu.run({
      key: `maxPool2d ${stored} ${taps}`,
      program: () => maxProgram(stored, taps),
      buffers: [x.buffer, values.buffer, positions.buffer],
      uniforms: [...uniforms, ...windowUniforms(x.shape, attrs, attrs.dilation, x.offset)],
      groups,
    });
  };

export function maxProgram(stored: string, taps: string): Program {
  return {
    name: "maxPool2d",
    bindings: [
      { name: "xs", type: stored, access: "read" },
      { name: "maxima", type: stored, access: "read_write" },
      { name: "positions", type: "i32", access: "read_write" },
    ],
    uniforms: [...ROW_UNIFORMS, ...WINDOW_UNIFORMS],
    workgroup: [LINEAR, 1, 1],
    declarations: FLOATS,
    main: overWindows(
      taps,
      `var most = -infinity();
      var place = -1;`,
      `if (place < 0 || value > most || (isNaN(value) && !isNaN(most))) {
            most = value;
            place = i32(at);
          }`,
      `maxima[row * u.length + column] = ${stored}(most);
      positions[row * u.length + column] = max(place, 0);`,
    ),
  };
}
