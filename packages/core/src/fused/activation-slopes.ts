import { mul } from "../ops/binary/mul";
import { sub } from "../ops/binary/sub";
import { square } from "../ops/unary/square";
import type { Tensor } from "../tensor/tensor";

/** The slope of sigmoid where its value is y. */
export function sigmoidSlope(y: Tensor): Tensor {
  return mul(y, sub(1, y));
}

/** The slope of tanh where its value is y. */
export function tanhSlope(y: Tensor): Tensor {
  return sub(1, square(y));
}
