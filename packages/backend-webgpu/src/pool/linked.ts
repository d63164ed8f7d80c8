import type { Program } from "../gpu/program";
import { INDEX, LINEAR } from "../wgsl/grid";

const UNIFORMS = ["count", "size", "windows", "gs_at", "positions_at"];

/** Threads windows into lists by the places of their maxima: each counts from 1 there, and 0 ends a list. */
export function linkProgram(): Program {
  return {
    name: "maxPool2dGrad",
    bindings: [
      { name: "positions", type: "i32", access: "read" },
      { name: "heads", type: "atomic<u32>", access: "read_write" },
      { name: "next", type: "u32", access: "read_write" },
    ],
    uniforms: UNIFORMS,
    workgroup: [LINEAR, 1, 1],
    main: `
      let i = ${INDEX};
      if (i >= u.count) { return; }
      next[i] = atomicExchange(&heads[i / u.windows * u.size + u32(positions[u.positions_at + i])], i + 1);`,
  };
}

/** Sums each place's list in the order of the windows, whatever the order in the list. */
export function linkedSumProgram(stored: string): Program {
  return {
    name: "maxPool2dGrad",
    bindings: [
      { name: "gs", type: stored, access: "read" },
      { name: "positions", type: "i32", access: "read" },
      { name: "heads", type: "u32", access: "read" },
      { name: "next", type: "u32", access: "read" },
      { name: "xs", type: stored, access: "read_write" },
    ],
    uniforms: UNIFORMS,
    workgroup: [LINEAR, 1, 1],
    main: `
      let at = ${INDEX};
      if (at >= u.count) { return; }
      let head = heads[at];
      var sum = 0.0;
      var members = 0u;
      for (var i = head; i != 0; i = next[i - 1]) { members++; }
      if (members * members <= u.windows) {
        var last = 0u;
        for (var n = 0u; n < members; n++) {
          var least = 0xffffffffu;
          for (var i = head; i != 0; i = next[i - 1]) {
            if (i > last) { least = min(least, i); }
          }
          sum += f32(gs[u.gs_at + least - 1]);
          last = least;
        }
      } else {
        let window = at / u.size * u.windows;
        for (var i = window; i < window + u.windows; i++) {
          if (u32(positions[u.positions_at + i]) == at % u.size) { sum += f32(gs[u.gs_at + i]); }
        }
      }
      xs[at] = ${stored}(sum);`,
  };
}
