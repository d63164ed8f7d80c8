import { attend } from "../attention/software";
import { convolveDirectly } from "../convolution/direct";
import { gradientOfWeight } from "../convolution/weight-gradient";
import { matmulDirect } from "../products/matmul-direct";
import type { Plan } from "./plan";

export const software: Plan = {
  multiply: matmulDirect,
  convolve: convolveDirectly,
  gradientOfWeight,
  attention: attend,
};
