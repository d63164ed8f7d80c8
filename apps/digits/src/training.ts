import { crossEntropy, type Tensor } from "@nn/core";
import type { Sequential } from "@nn/layers";
import { AdamW, OneCycleLR } from "@nn/optim";
import {
  Accuracy,
  type Callback,
  type CheckpointOptions,
  csvLog,
  EarlyStopping,
  type EpochRecord,
  fit,
  jsonLinesLog,
  TrainError,
} from "@nn/train";
import { terminalView } from "@nn/train/terminal";
import type { ImageBatches } from "./data/batches";
import { DigitsError } from "./errors";
import type { Io } from "./io";
import { type Settings, settingsGuard } from "./settings-guard";

export interface TrainingOptions {
  readonly training: ImageBatches;
  readonly validation: ImageBatches | undefined;
  readonly epochs: number;
  /** The highest learning rate of the cycle. */
  readonly lr: number;
  /** Epochs without improvement of the validation after which the training stops. */
  readonly patience: number | undefined;
  readonly checkpoints: CheckpointOptions | undefined;
  /** What the result depends on; a resumed run has to have the same. */
  readonly settings: Settings;
  readonly log: string | undefined;
}

export interface Training {
  readonly history: readonly EpochRecord<{ accuracy: Accuracy }>[];
  /** The epoch that the network's weights are from. */
  readonly epoch: number;
}

const WEIGHT_DECAY = 0.05;

/** Trains `network` in place, by AdamW over one cycle of learning rates, and shows how that goes. */
export async function trainNetwork(network: Sequential, options: TrainingOptions, io: Io): Promise<Training> {
  const { training, validation, epochs, lr, patience, checkpoints, settings, log } = options;
  const optimizer = new AdamW(network.parameters(), { lr, weightDecay: WEIGHT_DECAY });
  const scheduler = new OneCycleLR(optimizer, { maxLr: lr, epochs, stepsPerEpoch: training.length });
  const early = patience === undefined ? undefined : new EarlyStopping({ patience });
  const callbacks: Callback[] = [settingsGuard(settings)];
  if (log !== undefined) callbacks.push(log.endsWith(".csv") ? csvLog(log) : jsonLinesLog(log));
  if (early) callbacks.push(early);
  callbacks.push(terminalView({ stream: io.stdout }));

  const history = await fit<Tensor, { accuracy: Accuracy }>(network, training, {
    loss: (scores, classes) => crossEntropy(scores, classes),
    optimizer,
    schedule: { scheduler, every: "step" },
    epochs,
    validation,
    metrics: { accuracy: new Accuracy() },
    callbacks,
    checkpoints,
    signal: io.signal,
  }).catch((cause: unknown) => {
    // Which function of the library says so is nothing to the user.
    if (cause instanceof TrainError) throw new DigitsError(cause.message.replace(/^\w+: /, ""), { cause });
    throw cause;
  });
  return { history, epoch: early?.bestEpoch ?? history.length };
}
