import { argmax, crossEntropy, eq, sum } from "@nn/core";
import type { LabelledImages } from "@nn/data";
import type { Sequential } from "@nn/layers";
import { Adam, CosineAnnealingLR } from "@nn/optim";
import { batchesOf } from "./dataset";
import { DigitsError } from "./errors";
import { jitter } from "./jitter";
import type { Progress } from "./progress";

export interface TrainingOptions {
  readonly epochs: number;
  readonly batchSize: number;
  /** Learning rate of the first step; it falls to 0 along a cosine. */
  readonly lr: number;
  readonly seed: number;
  readonly progress: Progress;
  /** Stops the training after the step at hand. */
  readonly signal: AbortSignal;
}

/** Trains `model` in place. */
export async function trainModel(model: Sequential, set: LabelledImages, options: TrainingOptions): Promise<void> {
  const { epochs, batchSize, lr, seed, progress, signal } = options;
  // The loader cuts its batches from this array, which every epoch fills anew.
  const moved = new Uint8Array(set.images.length);
  const loader = batchesOf({ ...set, images: moved }, { batchSize, shuffle: true, seed });

  const optimizer = new Adam(model.parameters(), { lr });
  const schedule = new CosineAnnealingLR(optimizer, { tMax: epochs * loader.length });

  model.train();
  for (let epoch = 1; epoch <= epochs; epoch++) {
    await jitter(set, moved);
    progress.start(`epoch ${epoch}/${epochs}`, set.count);

    for await (const [pixels, labels] of loader) {
      const scores = model.forward(pixels.div(255));
      const loss = crossEntropy(scores, labels);
      loss.backward();
      optimizer.step();
      optimizer.zeroGrad();
      schedule.step();

      const hits = sum(eq(argmax(scores, { dim: 1 }), labels));
      const [lossValue, hitCount] = await Promise.all([loss.item(), hits.item()]);
      progress.advance(labels.size, hitCount, lossValue);
      if (!Number.isFinite(lossValue)) {
        throw new DigitsError(`the loss became ${lossValue} in epoch ${epoch}: lower --lr, which is ${lr}`);
      }
      signal.throwIfAborted();
    }
    progress.finish();
  }
}
