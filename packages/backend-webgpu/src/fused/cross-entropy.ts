import type { FusedOps } from "@nn/core";
import { REPORT } from "../gpu/faults";
import type { For } from "../kernel";
import { EXPONENTIALS } from "../softmax/exponentials";
import type { LineShape, LineWork } from "../softmax/line-program";
import { runLines } from "../softmax/run-lines";

function workOn({ width, type }: LineShape): LineWork {
  const place = "u32(picked)";
  return {
    inputs: ["x"],
    totals: EXPONENTIALS,
    functions: ["exp", "log"],
    bindings: [{ name: "targets", type: "i32", access: "read" }],
    behind: [{ name: "faults", type: "atomic<u32>", access: "read_write" }],
    uniforms: ["classes", "fault", "t_offset", "ignored: i32"],
    declarations: REPORT,
    last: `
      let picked = targets[u.t_offset + index];
      if (picked == u.ignored) { ys[index] = 0; return; }
      if (bitcast<u32>(picked) >= u.classes) { report(picked); return; }
      let chosen = f32(xData[u.x_offset + base + ${width === 4 ? `${place} / 4u][${place} % 4u` : place}]);
      ys[index] = ${type}((F(top - chosen) + log(total))${width === 4 ? ".x" : ""});`,
  };
}

export const crossEntropy: For<FusedOps["crossEntropy"]> =
  (gpu) =>
  ([logits, target], [y], { ignoreIndex }) => {
    const [, classes] = logits.shape;
    runLines(gpu, "crossEntropy", workOn, [logits], y, 1, {
      buffers: [target.buffer],
      behind: [gpu.faults.block],
      uniforms: [
        classes,
        gpu.faults.number(`crossEntropy: class % is out of range for ${classes} classes`),
        target.offset,
        ignoreIndex,
      ],
    });
  };
