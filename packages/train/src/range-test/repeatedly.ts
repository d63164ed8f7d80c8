import { TrainError } from "../error";
import { untilAborted, type Batches } from "../loop/batches";
import type { TrainingBatch } from "../model";

/** Goes through `batches` again and again, until the caller has enough or `signal` aborts. */
export async function* repeatedly(
  name: string,
  batches: Batches,
  signal: AbortSignal | undefined,
): AsyncGenerator<TrainingBatch> {
  let seen = 0;
  // A loader that stands at the end of an epoch ends its first pass at once.
  for (let empty = 0; empty < 2;) {
    const before = seen;
    for await (const batch of untilAborted(batches, signal)) {
      seen++;
      yield batch;
    }
    empty = seen > before ? 0 : empty + 1;
  }
  const hint = "they can be gone through only once: pass an array of them, or a DataLoader";
  throw new TrainError(`${name}: ${seen === 0 ? "there are no batches" : `no more batches, ${hint}`}`);
}
