import { enableGrad, scope, Tensor } from "@nn/core";
import { TrainError } from "../error";
import { splitBatch } from "../loop/batches";
import type { TrainingOptimizer } from "../loop/run";
import type { Loss, Model, TrainingBatch } from "../model";

/** One step of training; gives the loss before it. `name` is what errors begin with. */
export async function trainStep<Output>(
  name: string,
  model: Model<Output>,
  batch: TrainingBatch,
  loss: Loss<Output>,
  optimizer: Pick<TrainingOptimizer, "step" | "zeroGrad">,
): Promise<number> {
  const { inputs, target } = splitBatch(batch);
  const value = enableGrad(() =>
    scope(() => {
      optimizer.zeroGrad();
      const result = loss(model.forward(...inputs), target);
      if (!(result instanceof Tensor) || result.size !== 1) {
        const found = result instanceof Tensor ? `[${result.shape}]` : typeof result;
        throw new TrainError(`${name}: the loss must be a scalar, got ${found}; take the mean`);
      }
      result.backward();
      optimizer.step();
      return result.detach();
    }),
  );
  const number = await value.item();
  value.dispose();
  return number;
}
