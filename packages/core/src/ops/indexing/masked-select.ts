import { scope } from "../../runtime/scope";
import { broadcastShapes } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { tensor } from "../creation/tensor";
import { expand } from "../shape/expand";
import { flatten } from "../shape/flatten";
import { gather } from "./gather";
import { truePositions } from "./true-positions";

/** The elements of `x` where `mask` (bool) holds, both broadcast, in one row: waits for the mask to know how many. */
export async function maskedSelect(x: Tensor, mask: Tensor): Promise<Tensor> {
  const shape = broadcastShapes("maskedSelect", x.shape, mask.shape);
  const wide = expand(mask, shape);
  const positions = await truePositions("maskedSelect", wide);
  if (wide !== mask) wide.dispose();
  return scope(() => gather(flatten(expand(x, shape)), tensor(positions, { backend: x.backend }), { dim: 0 }));
}
