import { abs, amax, cat, noGrad, narrow, reshape, scope, sub, type Tensor } from "@nn/core";
import { measure, readable } from "./measure";

/** How far each sample's rows are from those of the first: [samples]. */
export function distances(x: Tensor, samples: number): Promise<number[]> {
  return measure(() => {
    const rows = reshape(readable(x), [samples, -1]);
    return amax(abs(sub(rows, narrow(rows, 0, 0, 1))), { dim: 1 });
  });
}

/** `x` with the sample `index` in the place of the first. */
export function withFirstReplaced(x: Tensor, index: number): Tensor {
  return noGrad(() => scope(() => cat([narrow(x, 0, index, 1), narrow(x, 0, 1, x.shape[0] - 1)])));
}

/** The size of the largest element. */
export async function largestOf(x: Tensor): Promise<number> {
  const [size] = await measure(() => amax(abs(x)));
  return size;
}

/** How far the rows of each sample in `a` and `b` are apart: [samples]. */
export function differences(a: Tensor, b: Tensor, samples: number): Promise<number[]> {
  return measure(() => amax(abs(sub(reshape(a, [samples, -1]), reshape(b, [samples, -1]))), { dim: 1 }));
}
