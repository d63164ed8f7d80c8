import type { Tensor } from "../../tensor/tensor";
import { rowMajorStrides } from "../../shape";
import { tensor } from "../creation/tensor";
import { cast } from "../shape/cast";
import { truePositions } from "./true-positions";

/** The coordinates of the elements that are not 0, in row-major order: int32 [n, ndim]; waits for the values. */
export async function nonzero(x: Tensor): Promise<Tensor> {
  const { ndim, shape, backend } = x;
  const mask = cast(x, "bool");
  const positions = await truePositions("nonzero", mask);
  if (mask !== x) mask.dispose();
  const strides = rowMajorStrides(shape);
  const coordinates = new Int32Array(positions.length * ndim);
  positions.forEach((position, i) => {
    for (let d = 0; d < ndim; d++) coordinates[i * ndim + d] = Math.floor(position / strides[d]) % shape[d];
  });
  return tensor(coordinates, { shape: [positions.length, ndim], backend });
}
