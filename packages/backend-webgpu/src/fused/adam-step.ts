import type { FusedOps } from "@nn/core";
import type { For } from "../kernel";
import { update } from "../update";
import type { VectorCode } from "../vectors";

function codeOf(name: string, states: readonly string[], between: string, maths?: readonly string[]): VectorCode {
  return {
    name,
    reads: ["grad"],
    writes: ["param", ...states],
    uniforms: [
      "sign: f32", "pull: f32", "shrink: f32", "beta1: f32", "rise1: f32", "beta2: f32", "rise2: f32",
      "stepSize: f32", "scale: f32", "eps: f32",
    ], // oxfmt-ignore
    maths,
    body: `
      let p = V(param[i]);
      var g = u.sign * V(grad[u.grad_at + i]);
      if (u.pull != 0.0) { g += u.pull * p; }
      let mean = u.beta1 * V(means[i]) + u.rise1 * g;
      var square = u.beta2 * V(squares[i]) + u.rise2 * g * g;
      means[i] = S(mean);
      squares[i] = S(square);
      ${between}
      param[i] = S(u.shrink * p - u.stepSize * mean / (sqrt(square) * u.scale + u.eps));`,
  };
}

export const adamCode = codeOf("adamStep", ["means", "squares"], "");

/** With the largest mean square so far in place of the present one. */
const withMost = codeOf(
  "adamStep of most",
  ["means", "squares", "most"],
  `let top = V(most[i]);
      square = select(top, square, (square > top) | isNaN(square));
      most[i] = S(square);`,
  ["isNaN"],
);

/**
 * PyTorch's formulas: https://pytorch.org/docs/stable/generated/torch.optim.Adam.html and, decoupled,
 * https://pytorch.org/docs/stable/generated/torch.optim.AdamW.html.
 */
export const adamStep: For<FusedOps["adamStep"]> =
  (gpu) =>
  (inputs, outputs, { lr, beta1, beta2, eps, weightDecay, decoupled, maximize, step }) => {
    update(gpu, outputs.length === 4 ? withMost : adamCode, inputs, outputs, [
      maximize ? -1 : 1, decoupled ? 0 : weightDecay, decoupled ? 1 - lr * weightDecay : 1,
      beta1, 1 - beta1, beta2, 1 - beta2, lr / (1 - beta1 ** step), 1 / Math.sqrt(1 - beta2 ** step), eps,
    ]); // oxfmt-ignore
  };
