import { empty, scope, type Backend, type DType, type Shape } from "@nn/core";
import { Parameter } from "./module/parameter";

/** What every layer with parameters accepts. */
export interface FactoryOptions {
  /** Of parameters and buffers. Default float32. */
  dtype?: DType;
  /** Where they live; the current backend when absent. */
  backend?: Backend;
}

/** A parameter that is still to be initialised. */
export function emptyParameter(shape: Shape, { dtype, backend }: FactoryOptions): Parameter {
  return scope(() => new Parameter(empty(shape, { dtype, backend })));
}
