import { storeLanes } from "../lanes";
import { place } from "../splat";

/** Bytes `i` to `end`, a multiple of 16 of them. */
function steps(
  nextParam: usize, nextVelocity: usize, param: usize, grad: usize, velocity: usize,
  lr: f32, momentum: f32, inflow: f32, decay: f32, sign: f32, nesterov: u32, first: u32, i: usize, end: usize,
): void {
  for (; i < end; i += 16) {
    const value = v128.load(param + i);
    let direction = f32x4.mul(v128.load(grad + i), f32x4.splat(sign));
    if (decay != 0) direction = f32x4.add(direction, f32x4.mul(value, f32x4.splat(decay)));
    if (nextVelocity) {
      let speed = f32x4.mul(direction, f32x4.splat(inflow));
      if (!first) speed = f32x4.add(f32x4.mul(v128.load(velocity + i), f32x4.splat(momentum)), speed);
      v128.store(nextVelocity + i, speed);
      direction = nesterov ? f32x4.add(direction, f32x4.mul(speed, f32x4.splat(momentum))) : speed;
    }
    v128.store(nextParam + i, f32x4.sub(value, f32x4.mul(direction, f32x4.splat(lr))));
  }
}

/**
 * Elements `from` to `to` of a step of SGD in float32; without momentum the addresses of velocities are 0. PyTorch's
 * formulas: https://pytorch.org/docs/stable/generated/torch.optim.SGD.html.
 */
export function sgdStep(
  nextParam: usize, nextVelocity: usize, param: usize, grad: usize, velocity: usize,
  lr: f32, momentum: f32, inflow: f32, decay: f32, sign: f32, nesterov: u32, first: u32, from: usize, to: usize,
): void {
  const rest = (to - from) & 3;
  const done = (to - rest) << 2;
  steps(
    nextParam, nextVelocity, param, grad, velocity,
    lr, momentum, inflow, decay, sign, nesterov, first, from << 2, done,
  );
  if (!rest) return;
  steps(
    place(0), nextVelocity ? place(1) : 0, param + done, grad + done, velocity + done,
    lr, momentum, inflow, decay, sign, nesterov, first, 0, 16,
  );
  storeLanes(nextParam + done, v128.load(place(0)), rest << 2);
  if (nextVelocity) storeLanes(nextVelocity + done, v128.load(place(1)), rest << 2);
}
