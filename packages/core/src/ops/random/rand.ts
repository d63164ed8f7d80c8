import type { Shape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { create } from "../creation/options";
import { drawUniform, floatDType, type RandomOptions } from "./draw";

/** Random numbers, uniform in [0, 1). */
export function rand(shape: Shape, options: RandomOptions = {}): Tensor {
  const dtype = floatDType("rand", options);
  return create(options, () => drawUniform([...shape], dtype, options.generator));
}
