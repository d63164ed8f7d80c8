import { flatten, slice, type Tensor } from "@nn/core";

const SMALL = 4096;

/** Waits until `x` is computed, by reading it or, where that would take longer than the work, a part of it. */
export async function settle(x: Tensor): Promise<void> {
  const part = x.size <= SMALL ? x : slice(flatten(x), [[0, 1]]);
  if (x.backend.readSync) part.dataSync();
  else await part.data();
  if (part !== x) part.dispose();
}
