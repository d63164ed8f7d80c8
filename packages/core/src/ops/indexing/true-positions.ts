import { DTypeError } from "../../errors";
import type { Tensor } from "../../tensor/tensor";

/** Row-major positions of the true elements of a mask, read from the device. */
export async function truePositions(op: string, mask: Tensor): Promise<Int32Array> {
  if (mask.dtype !== "bool") throw new DTypeError(`${op}: the mask must be bool, got ${mask.dtype}`);
  const data = await mask.data();
  let count = 0;
  for (let i = 0; i < data.length; i++) count += data[i];
  const positions = new Int32Array(count);
  let next = 0;
  for (let i = 0; i < data.length; i++) if (data[i] !== 0) positions[next++] = i;
  return positions;
}
