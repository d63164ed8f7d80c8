import { type Kernel, type Primitives, sizeOf } from "@nn/core";
import { elements } from "../strided";

export const full: Kernel<Primitives["full"]> = (_, [y], { value }) => {
  elements(y).fill(value, 0, sizeOf(y.shape));
};
