import { normalizeDims } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { mul } from "../binary/mul";
import { flip } from "../shape/flip";
import { narrow } from "../shape/narrow";
import { permute } from "../shape/permute";
import { reshape } from "../shape/reshape";
import { cat } from "../shape/cat";
import { ones } from "../creation/ones";
import { cumprod } from "./cumprod";

/** For each element, the product of all others along `dims`; exact where elements are 0. */
export function productOfOthers(x: Tensor, dims: readonly number[]): Tensor {
  const reduced = normalizeDims("prod", dims, x.ndim);
  if (x.size === 0) return x;
  if (reduced.length === 0) return ones(x.shape, { dtype: x.dtype, backend: x.backend });
  const kept = x.shape.map((_, i) => i).filter((i) => !reduced.includes(i));
  const order = [...kept, ...reduced];
  const rows = permute(x, order);
  const flat = reshape(rows, [...kept.map((i) => x.shape[i]), -1]);
  const before = productBefore(flat);
  const after = flip(productBefore(flip(flat, -1)), -1);
  const product = reshape(mul(before, after), rows.shape);
  return permute(
    product,
    order.map((_, i) => order.indexOf(i)),
  );
}

/** The product of the elements before each one in the last dimension. */
function productBefore(x: Tensor): Tensor {
  const last = x.shape.length - 1;
  const first = ones([...x.shape.slice(0, -1), 1], { dtype: x.dtype, backend: x.backend });
  return cumprod(cat([first, narrow(x, last, 0, x.shape[last] - 1)], { dim: last }), { dim: last });
}
