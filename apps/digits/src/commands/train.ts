import { getBackend, manualSeed } from "@nn/core";
import { checkWritable, saveModel } from "../checkpoint";
import { GENERATED, loadDigits } from "../dataset";
import { DigitsError } from "../errors";
import { accuracyOf, confusionOf, evaluate } from "../evaluate";
import { formatCount, formatDuration, formatPercent } from "../format";
import { type Io, writeLine } from "../io";
import { createModel, type ModelKind } from "../models";
import { createProgress } from "../progress";
import { formatConfusion, formatFacts } from "../report";
import { trainModel } from "../train";

/** As the command line gives them. */
export interface TrainOptions {
  readonly model: ModelKind;
  readonly data: string;
  readonly trainSize?: number;
  readonly testSize?: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly lr: number;
  readonly seed: number;
  readonly backend: string;
  readonly out?: string;
  readonly save: boolean;
}

/** Trains a network, tests it, saves it and reports. */
export async function train(options: TrainOptions, io: Io): Promise<void> {
  const { model: kind, data, epochs, batchSize, seed } = options;
  const { signal } = io;
  const out = options.save ? (options.out ?? `digits-${kind}.safetensors`) : undefined;
  if (out !== undefined) await checkWritable(out);

  const trainSet = await loadDigits(data, "train", options.trainSize);
  const testSet = await loadDigits(data, "test", options.testSize);
  if (batchSize > trainSet.count) {
    throw new DigitsError(
      `--batch-size is ${batchSize}, but there are ${trainSet.count} training images: take at most as many`,
    );
  }

  manualSeed(seed);
  const network = createModel(kind);
  const parameters = [...network.parameters()].reduce((sum, { size }) => sum + size, 0);
  const facts: [string, string][] = [
    ["network", `${kind}, ${formatCount(parameters)} parameters`],
    [
      "images",
      `${formatCount(trainSet.count)} to train on, ${formatCount(testSet.count)} to test with, ${nameOf(data)}`,
    ],
    ["backend", getBackend().name],
  ];
  writeLine(io, `${formatFacts(facts)}\n`);

  const started = performance.now();
  const training = createProgress(io, epochs * trainSet.count, 0.1);
  try {
    await trainModel(network, trainSet, { ...options, progress: training, signal });
  } finally {
    training.close();
  }
  const seconds = (performance.now() - started) / 1000;

  const testing = createProgress(io, testSet.count, 1);
  const { digits } = await evaluate(network, testSet, { progress: testing, signal }).finally(() => testing.close());
  const confusion = confusionOf(testSet.labels, digits);
  const accuracy = accuracyOf(confusion);
  if (out !== undefined) await saveModel(out, network, { model: kind, seed, accuracy });

  writeLine(io, `\n${formatConfusion(confusion)}\n`);
  writeLine(
    io,
    formatFacts([
      ["trained in", formatDuration(seconds)],
      ["saved as", out ?? "nothing"],
    ]),
  );
  writeLine(io, `test accuracy: ${formatPercent(accuracy)}`);
}

function nameOf(data: string): string {
  return data === GENERATED ? "drawn by the program" : `from ${data}`;
}
