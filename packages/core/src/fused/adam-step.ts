import { add } from "../ops/binary/add";
import { div } from "../ops/binary/div";
import { maximum } from "../ops/binary/maximum";
import { mul } from "../ops/binary/mul";
import { sub } from "../ops/binary/sub";
import { neg } from "../ops/unary/neg";
import { sqrt } from "../ops/unary/sqrt";
import { square } from "../ops/unary/square";
import type { Tensor } from "../tensor/tensor";
import type { FusedOps } from "./fused-ops";
import type { FusedSpec } from "./fused-spec";
import { updateSpecs } from "./update-specs";

const UPDATES = [0, 2, 3, 4] as const;

/**
 * PyTorch's formulas: https://pytorch.org/docs/stable/generated/torch.optim.Adam.html and, decoupled,
 * https://pytorch.org/docs/stable/generated/torch.optim.AdamW.html.
 */
export const adamStepSpec: FusedSpec<"adamStep"> & { readonly updates: readonly number[] } = {
  name: "adamStep",
  updates: UPDATES,
  infer: (inputs) => updateSpecs("adamStep", ["param", "grad", "m", "v", "vmax"], inputs, UPDATES),
  decompose: (inputs, attrs) => {
    const { beta1, beta2, step } = attrs;
    const [param, grad, m, v] = inputs;
    const vmax = inputs.at(4);
    const { decayed, g } = decay(param, attrs.maximize ? neg(grad) : grad, attrs);
    const nextM = add(mul(m, beta1), mul(g, 1 - beta1));
    const nextV = add(mul(v, beta2), mul(square(g), 1 - beta2));
    const nextVmax = vmax && maximum(vmax, nextV);
    const root = div(sqrt(nextVmax ?? nextV), Math.sqrt(1 - beta2 ** step));
    const stepSize = attrs.lr / (1 - beta1 ** step);
    const moved = sub(decayed, mul(div(nextM, add(root, attrs.eps)), stepSize));
    return nextVmax ? [moved, nextM, nextV, nextVmax] : [moved, nextM, nextV];
  },
};

/** Weight decay, in the parameter when decoupled, else in the gradient. */
function decay(param: Tensor, grad: Tensor, attrs: FusedOps["adamStep"]): { decayed: Tensor; g: Tensor } {
  const { weightDecay, decoupled, lr } = attrs;
  if (weightDecay === 0) return { decayed: param, g: grad };
  if (decoupled) return { decayed: mul(param, 1 - lr * weightDecay), g: grad };
  return { decayed: param, g: add(grad, mul(param, weightDecay)) };
}
