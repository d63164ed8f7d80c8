import type { FusedOps } from "@nn/core";
import type { For } from "../kernel";
import { update } from "../update";
import type { VectorCode } from "../vectors";

const DIRECTION = `
  let p = V(param[i]);
  var g = u.sign * V(grad[u.grad_at + i]);
  if (u.pull != 0.0) { g += u.pull * p; }`;

const plain: VectorCode = {
  name: "sgdStep",
  reads: ["grad"],
  writes: ["param"],
  uniforms: ["sign: f32", "pull: f32", "lr: f32"],
  body: `
    ${DIRECTION}
    param[i] = S(p - u.lr * g);`,
};

const withVelocity: VectorCode = {
  name: "sgdStep with velocity",
  reads: ["grad"],
  writes: ["param", "velocity"],
  uniforms: ["sign: f32", "pull: f32", "lr: f32", "momentum: f32", "inflow: f32", "first", "nesterov"],
  body: `
    ${DIRECTION}
    var speed = u.inflow * g;
    if (u.first == 0) { speed += u.momentum * V(velocity[i]); }
    velocity[i] = S(speed);
    if (u.nesterov == 0) { g = speed; } else { g += u.momentum * speed; }
    param[i] = S(p - u.lr * g);`,
};

/** PyTorch's formulas: https://pytorch.org/docs/stable/generated/torch.optim.SGD.html. */
export const sgdStep: For<FusedOps["sgdStep"]> =
  (gpu) =>
  (inputs, outputs, { lr, momentum, dampening, nesterov, weightDecay, maximize, first }) => {
    const uniforms = [maximize ? -1 : 1, weightDecay, lr];
    if (outputs.length === 1) update(gpu, plain, inputs, outputs, uniforms);
    else {
      uniforms.push(momentum, first ? 1 : 1 - dampening, Number(first), Number(nesterov));
      update(gpu, withVelocity, inputs, outputs, uniforms);
    }
  };
