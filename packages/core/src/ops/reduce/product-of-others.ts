import { normalizeDims } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { mul } from "../binary/mul";
import { flip } from "../shape/flip";
import { permute } from "../shape/permute";
import { reshape } from "../shape/reshape";
import { ones } from "../creation/ones";
import { productBefore } from "./product-before";

/** For each element, the product of all others along `dims`; exact where elements are 0. */
export function productOfOthers(x: Tensor, dims: readonly number[]): Tensor {
  const reduced = normalizeDims("prod", dims, x.ndim);
  if (x.size === 0) return x;
  if (reduced.length === 0) return ones(x.shape, { dtype: x.dtype, backend: x.backend });
  const kept = x.shape.map((_, i) => i).filter((i) => !reduced.includes(i));
  const order = [...kept, ...reduced];
  const rows = permute(x, order);
  const flat = reshape(rows, [...kept.map((i) => x.shape[i]), -1]);
  const last = flat.ndim - 1;
  const before = productBefore(flat, last);
  const after = flip(productBefore(flip(flat, last), last), last);
  const product = reshape(mul(before, after), rows.shape);
  return permute(
    product,
    order.map((_, i) => order.indexOf(i)),
  );
}
