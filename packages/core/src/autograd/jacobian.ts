import { reshape } from "../ops/shape/reshape";
import { narrow } from "../ops/shape/narrow";
import { cat } from "../ops/shape/cat";
import { eye } from "../ops/creation/eye";
import { runScope } from "../runtime/scope";
import type { Tensor } from "../tensor/tensor";
import { vjp } from "./vjp";

/** The Jacobian of `f`, as a function of `x`: shape [...output, ...input], one reverse pass per output element. */
export function jacobian(f: (x: Tensor) => Tensor): (x: Tensor) => Tensor {
  return (x) =>
    runScope("jacobian()", () => {
      const [value, pullback] = vjp(f, x);
      const basis = eye(value.size, { dtype: value.dtype, backend: value.backend });
      const rows = Array.from({ length: value.size }, (_, i) => {
        const [row] = pullback(reshape(narrow(basis, 0, i, 1), value.shape));
        return reshape(row, [1, x.size]);
      });
      return reshape(cat(rows), [...value.shape, ...x.shape]);
    });
}
