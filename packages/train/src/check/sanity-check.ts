import type { Tensor } from "@nn/core";
import { TrainError } from "../error";
import type { TrainingOptimizer } from "../loop/run";
import type { Loss, Model, TrainingBatch } from "../model";
import { Snapshot } from "../range-test/snapshot";
import { allChecks } from "./all-checks";
import { problem, skipped, type Check, type Finding } from "./check";
import { createReport, type SanityLine, type SanityReport } from "./report";
import { examine, type Subject } from "./subject";
import { messageOf } from "./words";

export interface SanityCheckOptions {
  /** The learning rate to judge. Default: that of `optimizer`, if there is one. */
  lr?: number;
  /** What to try rates and over-fitting with; afterwards it is what it was. Default: Adam. */
  optimizer?: TrainingOptimizer;
  /** Steps in which the model must learn the batch by heart. Default 150. */
  steps?: number;
  /** Aborting ends the check with the signal's reason, and the model as it was. */
  signal?: AbortSignal;
}

/**
 * Looks for what usually keeps a model from learning: in the inputs and labels of a batch (the model's inputs and then
 * the target), in the model, in the loss and in the learning rate; and lets the model learn the batch by heart. Print
 * the report for a list with a verdict and a hint per line. Afterwards the model, its gradients, the optimizer and the
 * random numbers are what they were, to the bit.
 */
export async function sanityCheck<Output = Tensor>(
  model: Model<Output>,
  batch: TrainingBatch,
  loss: Loss<Output>,
  options: SanityCheckOptions = {},
): Promise<SanityReport> {
  const { lr, optimizer, steps = 150, signal } = options;
  if (!Number.isInteger(steps) || steps < 1) {
    throw new TrainError(`sanityCheck: steps must be an integer of at least 1, got ${steps}`);
  }
  if (lr !== undefined && !(lr > 0 && lr < Infinity)) {
    throw new TrainError(`sanityCheck: lr must be a positive number, got ${lr}`);
  }
  signal?.throwIfAborted();
  const snapshot = new Snapshot(model);
  let subject: Subject | undefined;
  try {
    subject = await examine(model, batch, loss as Loss<unknown>, { lr, optimizer, steps, signal });
    const lines: SanityLine[] = [];
    for (const check of allChecks) {
      snapshot.restore();
      signal?.throwIfAborted();
      lines.push({ section: check.section, name: check.name, ...(await runCheck(check, subject)) });
    }
    return createReport(lines);
  } finally {
    snapshot.restore();
    snapshot.release();
    subject?.output?.dispose();
  }
}

async function runCheck(check: Check, subject: Subject): Promise<Finding> {
  const missing = missingFor(check, subject);
  if (missing !== undefined) return skipped(missing);
  try {
    return await check.run(subject);
  } catch (error) {
    subject.options.signal?.throwIfAborted();
    return problem(`it failed: ${messageOf(error)}`, "model or loss do not work in this situation");
  }
}

/** Why a check cannot be made. */
function missingFor({ needs }: Check, { output, lossValue, gradients }: Subject): string | undefined {
  if (needs === undefined) return undefined;
  if (needs === "output") return output ? undefined : "there is no output";
  if (lossValue === undefined || !Number.isFinite(lossValue)) return "there is no finite loss";
  if (needs === "loss") return undefined;
  const isUsable = gradients !== undefined && gradients.some(({ largest }) => largest !== undefined);
  if (!isUsable) return "there are no gradients";
  return gradients.every(({ largest = 0 }) => Number.isFinite(largest)) ? undefined : "the gradients are not finite";
}
