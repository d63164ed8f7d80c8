import type { Gradient } from "../../autograd/graph";
import { ShapeError } from "../../errors";
import { dispatchViews } from "../../runtime/dispatch";
import { normalizeDim } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { zerosLike } from "../creation/zeros-like";
import { stack } from "./stack";

export interface UnbindOptions {
  /** The dimension to take apart. Default 0. */
  dim?: number;
}

/** One op for all parts: a gradient for each of them would be as large as the whole. */
const gradient: Gradient<number> = {
  saves: () => ({}),
  vjp: (cotangents, { attrs: dim }) => {
    const given = cotangents.find((g) => g !== undefined)!;
    const blank = cotangents.includes(undefined) ? zerosLike(given) : given;
    return [
      stack(
        cotangents.map((g) => g ?? blank),
        { dim },
      ),
    ];
  },
};

/** The parts along a dimension, which is left out. Views. */
export function unbind(x: Tensor, { dim = 0 }: UnbindOptions = {}): Tensor[] {
  if (x.ndim === 0) throw new ShapeError("unbind: a scalar has no dimension to take apart");
  const axis = normalizeDim("unbind", dim, x.ndim);
  const { shape, strides, offset, ...memory } = x.layout;
  const others = { shape: shape.filter((_, i) => i !== axis), strides: strides.filter((_, i) => i !== axis) };
  const parts = Array.from({ length: shape[axis] }, (_, i) => ({
    ...memory,
    ...others,
    offset: offset + i * strides[axis],
  }));
  return dispatchViews("unbind", x, parts, gradient, axis);
}
