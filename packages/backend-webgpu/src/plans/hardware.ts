import { attend } from "../attention/hardware";
import { convolveImplicitly } from "../convolution/implicit";
import { gradientOfWeightImplicitly } from "../convolution/implicit-weight";
import { matmulRow } from "../products/matmul-row";
import { matmulTiled } from "../products/matmul-tiled";
import type { Plan } from "./plan";

export const hardware: Plan = {
  multiply: (gpu, sizes, y, bias) => (sizes.m === 1 ? matmulRow : matmulTiled)(gpu, sizes, y, bias),
  convolve: convolveImplicitly,
  gradientOfWeight: gradientOfWeightImplicitly,
  attention: attend,
};
