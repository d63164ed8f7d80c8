import { cat, keep, noGrad, scope, Tensor } from "@nn/core";
import { TrainError } from "../error";
import type { Model } from "../model";
import { type Batches, splitBatch, untilAborted } from "./batches";
import { inEvaluation } from "./evaluate";
import { Pulse } from "./pulse";

export interface PredictOptions {
  /** Whether the last tensor of a batch is a target, to be left out. Default: true, unless it is the only one. */
  hasTargets?: boolean;
  /** Aborting throws the signal's reason. */
  signal?: AbortSignal;
}

/** The outputs of `model` for all `batches`, one after the other along dimension 0, in evaluation mode. */
export async function predict(
  model: Model,
  batches: Batches,
  { hasTargets = true, signal }: PredictOptions = {},
): Promise<Tensor> {
  const outputs: Tensor[] = [];
  const pulse = new Pulse();
  try {
    await inEvaluation(model, async () => {
      for await (const batch of untilAborted(batches, signal)) {
        const { inputs } = splitBatch(batch);
        const output = noGrad(() => scope(() => checked(model.forward(...(hasTargets ? inputs : batch)))));
        outputs.push(output);
        if (pulse.isDue()) await output.data();
      }
    });
    if (outputs.length === 0) throw new TrainError("predict: there are no batches: the loader is empty or used up");
    return outputs.length === 1 ? outputs[0].detach() : noGrad(() => cat(outputs, { dim: 0 }));
  } finally {
    for (const output of outputs) output.dispose();
  }
}

function checked(output: unknown): Tensor {
  if (output instanceof Tensor) return keep(output.detach());
  throw new TrainError("predict: the model's forward must give one tensor; wrap it in a module that picks one");
}
