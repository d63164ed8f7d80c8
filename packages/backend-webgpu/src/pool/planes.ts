import type { Program } from "../gpu/program";
import { INDEX, LINEAR } from "../wgsl/grid";

/** Each invocation goes through the windows of one plane. */
export function planesProgram(): Program {
  return {
    name: "maxPool2dGrad",
    bindings: [
      { name: "gs", type: "f32", access: "read" },
      { name: "positions", type: "i32", access: "read" },
      { name: "xs", type: "f32", access: "read_write" },
    ],
    uniforms: ["planes", "size", "windows", "gs_at", "positions_at"],
    workgroup: [LINEAR, 1, 1],
    main: `
      let plane = ${INDEX};
      if (plane >= u.planes) { return; }
      let start = plane * u.size;
      for (var i = start; i < start + u.size; i++) { xs[i] = 0.0; }
      let window = plane * u.windows;
      for (var i = window; i < window + u.windows; i++) {
        xs[start + u32(positions[u.positions_at + i])] += gs[u.gs_at + i];
      }`,
  };
}
