import { checkDType } from "../../dtype";
import { dispatch } from "../../runtime/dispatch";
import type { Shape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { create, type CreationOptions } from "./options";

/** A tensor with every element `value`; float32, or bool for booleans, unless `dtype` says otherwise. */
export function full(shape: Shape, value: number | boolean, options: CreationOptions = {}): Tensor {
  const dtype = checkDType("full", options.dtype ?? (typeof value === "boolean" ? "bool" : "float32"));
  return create(options, () => dispatch("full", [], { shape: [...shape], dtype, value: Number(value) }));
}
