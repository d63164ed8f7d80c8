import { add } from "../ops/binary/add";
import { mul } from "../ops/binary/mul";
import { sub } from "../ops/binary/sub";
import { neg } from "../ops/unary/neg";
import type { Tensor } from "../tensor/tensor";
import type { FusedOps } from "./fused-ops";
import type { FusedSpec } from "./fused-spec";
import { updateSpecs } from "./update-specs";

const UPDATES = [0, 2] as const;

/** PyTorch's formulas: https://pytorch.org/docs/stable/generated/torch.optim.SGD.html. */
export const sgdStepSpec: FusedSpec<"sgdStep"> & { readonly updates: readonly number[] } = {
  name: "sgdStep",
  updates: UPDATES,
  infer: (inputs) => updateSpecs("sgdStep", ["param", "grad", "velocity"], inputs, UPDATES),
  decompose: (inputs, attrs) => {
    const [param, grad] = inputs;
    const velocity = inputs.at(2);
    const uphill = attrs.maximize ? neg(grad) : grad;
    const g = attrs.weightDecay === 0 ? uphill : add(uphill, mul(param, attrs.weightDecay));
    const next = velocity && accelerate(velocity, g, attrs);
    const direction = next ? (attrs.nesterov ? add(g, mul(next, attrs.momentum)) : next) : g;
    const moved = sub(param, mul(direction, attrs.lr));
    return next ? [moved, next] : [moved];
  },
};

function accelerate(velocity: Tensor, g: Tensor, { momentum, dampening, first }: FusedOps["sgdStep"]): Tensor {
  return first ? g : add(mul(velocity, momentum), mul(g, 1 - dampening));
}
