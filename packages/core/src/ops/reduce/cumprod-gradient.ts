import type { Tensor } from "../../tensor/tensor";
import { add } from "../binary/add";
import { mul } from "../binary/mul";
import { flip } from "../shape/flip";
import { narrow } from "../shape/narrow";
import { padDims } from "../shape/pad-dims";
import { productBefore } from "./product-before";

/**
 * The gradient of `cumprod`: element i gets Σ_{j ≥ i} g_j · Π_{k ≤ j, k ≠ i} x_k, which is the product of the elements
 * before i times s_i = g_i + x_{i+1} · s_{i+1}. Without divisions, so exact where elements are 0.
 */
export function cumprodGradient(g: Tensor, x: Tensor, dim: number): Tensor {
  if (x.size === 0) return x;
  const factors = delay(flip(x, dim), 1, dim);
  return mul(productBefore(x, dim), flip(recurrence(factors, flip(g, dim), dim), dim));
}

/** s_t = b_t + a_t · s_{t−1} along `dim`, in log₂ n steps (Hillis and Steele, "Data parallel algorithms", 1986). */
function recurrence(a: Tensor, b: Tensor, dim: number): Tensor {
  for (let distance = 1; distance < b.shape[dim]; distance *= 2) {
    b = add(b, mul(a, delay(b, distance, dim)));
    a = mul(a, delay(a, distance, dim));
  }
  return b;
}

/** Moves elements `distance` places on along `dim`; zeros come in. */
function delay(x: Tensor, distance: number, dim: number): Tensor {
  const size = x.shape[dim];
  const shift = Math.min(distance, size);
  const along = (amount: number): number[] => x.shape.map((_, i) => (i === dim ? amount : 0));
  return padDims(narrow(x, dim, 0, size - shift), along(shift), along(0));
}
