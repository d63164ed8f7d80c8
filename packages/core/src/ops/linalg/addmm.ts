import { ShapeError } from "../../errors";
import { scope } from "../../runtime/scope";
import { formatShape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { add } from "../binary/add";
import { mul } from "../binary/mul";
import { expand } from "../shape/expand";
import { matmul } from "./matmul";

export interface AddmmOptions {
  /** The factor of `input`, which is not read when this is 0. Default 1. */
  beta?: number;
  /** The factor of the product. Default 1. */
  alpha?: number;
}

/** beta · input + alpha · (a × b): `input` broadcasts to the product's [m,n]. */
export function addmm(input: Tensor, a: Tensor, b: Tensor, { beta = 1, alpha = 1 }: AddmmOptions = {}): Tensor {
  if (a.ndim !== 2 || b.ndim !== 2) {
    throw new ShapeError(`addmm: expected [m,k] × [k,n], got ${formatShape(a.shape)} × ${formatShape(b.shape)}`);
  }
  return scope(() => {
    const product = matmul(a, b);
    const scaled = alpha === 1 ? product : mul(product, alpha);
    if (beta === 0) return scaled;
    const addend = expand(input, product.shape);
    return add(beta === 1 ? addend : mul(addend, beta), scaled);
  });
}
