import type { FusedOps } from "@nn/core";
import type { For } from "../kernel";
import { EXPONENTIALS } from "../softmax/exponentials";
import type { LineShape, LineWork } from "../softmax/line-program";
import { runLines } from "../softmax/run-lines";

function workOn({ width, type }: LineShape): LineWork {
  const hit = width === 4 ? "vec4<i32>(i32(i) * 4) + vec4(0, 1, 2, 3) == vec4(picked)" : "i32(i) == picked";
  return {
    inputs: ["x"],
    totals: EXPONENTIALS,
    functions: ["exp"],
    bindings: [
      { name: "gs", type, access: "read" },
      { name: "targets", type: "i32", access: "read" },
    ],
    uniforms: ["g_offset", "t_offset", "ignored: i32"],
    first: "let picked = targets[u.t_offset + index]; let g = f32(gs[u.g_offset + index]);",
    each: `select((exp(x - top) / total - select(F(0), F(1), ${hit})) * g, F(0), picked == u.ignored)`,
  };
}

export const crossEntropyGrad: For<FusedOps["crossEntropyGrad"]> =
  (gpu) =>
  ([g, logits, target], [gradient], { ignoreIndex }) =>
    runLines(gpu, "crossEntropyGrad", workOn, [logits], gradient, 1, {
      buffers: [g.buffer, target.buffer],
      uniforms: [g.offset, target.offset, ignoreIndex],
    });
