import { ShapeError } from "../errors";
import { zerosLike } from "../ops/creation/zeros-like";
import { add } from "../ops/binary/add";
import { mul } from "../ops/binary/mul";
import { sum } from "../ops/reduce/sum";
import { runScope } from "../runtime/scope";
import { formatShape, sameShape } from "../shape";
import type { Tensor } from "../tensor/tensor";
import { differentiate } from "./differentiate";
import { enableGrad } from "./grad-mode";
import { latestNode } from "./graph";
import { identity } from "./identity";

/**
 * The value of `f` at `inputs` and its directional derivative along `tangents`, by differentiating the vector-Jacobian
 * product with respect to its cotangent (https://j-towns.github.io/2017/06/12/A-new-trick.html).
 */
export function jvp<A extends readonly Tensor[]>(
  f: (...inputs: A) => Tensor,
  inputs: A,
  tangents: { [K in keyof A]: Tensor },
): [value: Tensor, derivative: Tensor] {
  inputs.forEach((x, i) => {
    if (!sameShape(x.shape, tangents[i].shape)) {
      throw new ShapeError(
        `jvp: tangent ${i} is ${formatShape(tangents[i].shape)}, expected the input's shape ${formatShape(x.shape)}`,
      );
    }
  });
  return runScope("jvp()", () =>
    enableGrad(() => {
      const since = latestNode();
      const own = inputs.map(identity);
      const value = f(...(own as unknown as A));
      const cotangent = identity(zerosLike(value));
      const gradients = differentiate([value], own, { cotangents: [cotangent], since, retain: true });
      const along = gradients.map((g, i) => sum(mul(g, tangents[i]))).reduce(add);
      const [derivative] = differentiate([along], [cotangent], { since });
      return [value.link?.node?.consumed ? value.detach() : value, derivative];
    }),
  );
}
