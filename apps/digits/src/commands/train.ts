import { manualSeed } from "@nn/core";
import type { CheckpointOptions } from "@nn/train";
import { drawCurves } from "../report/curves";
import type { DatasetName } from "../data/kinds";
import { hashOf } from "../data/load-images";
import { resolveSource } from "../data/source";
import { loadTrainingData } from "../data/training-data";
import { Interrupted, UsageError } from "../errors";
import { formatCount, formatPercent } from "../report/format";
import { type Io, writeLine } from "../io";
import { createModel, type ModelKind } from "../models";
import { checkCheckpoints, checkWritable, outputFiles, writeText } from "../outputs";
import { readImages } from "../read-images";
import { announce, report } from "../report/report";
import { saveNetwork } from "../saved-network";
import type { Settings } from "../settings-guard";
import { trainNetwork } from "../training";

/** As the command line gives them. */
export interface TrainOptions {
  readonly dataset?: DatasetName;
  readonly data?: string;
  readonly model: ModelKind;
  readonly trainSize?: number;
  readonly testSize?: number;
  readonly epochs?: number;
  readonly batchSize: number;
  readonly lr: number;
  readonly augment?: boolean;
  readonly validation?: number;
  readonly patience?: number;
  readonly seed: number;
  readonly backend: string;
  readonly checkpoints?: string;
  readonly checkpointEvery: number;
  readonly resume?: boolean;
  readonly log?: string;
  readonly out?: string;
  readonly curves?: string;
  readonly save: boolean;
}

/** Trains a network, tests it, saves it and reports. */
export async function train(options: TrainOptions, io: Io): Promise<void> {
  const { checkpoints, resume } = options;
  if (resume && checkpoints === undefined) {
    throw new UsageError("--resume needs --checkpoints <folder>, to say where the checkpoints are");
  }
  try {
    await trainAndReport(options, io);
  } catch (error) {
    if (!(error instanceof Interrupted) || checkpoints === undefined) throw error;
    const command = resume ? "the same command" : "the same command with --resume";
    throw new Interrupted(error.exitCode, `interrupted: ${command} goes on from ${checkpoints}`);
  }
}

async function trainAndReport(options: TrainOptions, io: Io): Promise<void> {
  const { model, lr, seed, patience, validation = patience === undefined ? 0 : 0.1 } = options;
  const { augment = model === "cnn" } = options;
  const source = resolveSource(options);
  const { dataset } = source;
  const files = outputFiles(options, `digits-${dataset}-${model}`);
  for (const [option, path] of Object.entries(files)) if (path !== undefined) await checkWritable(option, path);

  const data = await loadTrainingData(source, { ...options, validation, augment });
  const { trainSet, testSet, normalisation } = data;
  const { epochs = trainSet.kind.epochs } = options;
  const checkpoints = await checkpointsOf(options, io);
  io.signal.throwIfAborted();

  manualSeed(seed);
  const network = createModel(model, trainSet.kind);
  announce(io, { model, network, source, data, augment });
  const settings: Settings = {
    "--dataset": dataset,
    "--model": model,
    "--epochs": epochs,
    "--batch-size": options.batchSize,
    "--lr": lr,
    "--augment": augment,
    "--validation": validation,
    "--patience": patience ?? null,
    "--seed": seed,
    "--backend": options.backend,
    "the training images' hash": hashOf(trainSet),
  };
  const trained = await trainNetwork(
    network,
    { ...data, epochs, lr, patience, checkpoints, settings, log: files["--log"] },
    io,
  );

  const test = await readImages(network, testSet, normalisation, io.signal);
  const { "--out": out, "--curves": curves } = files;
  const { accuracy } = test;
  if (out !== undefined) await saveNetwork(out, network, { model, dataset, seed, accuracy, ...normalisation });
  if (curves !== undefined) {
    const images = `${formatCount(testSet.count)} test images`;
    const title = `${model} on ${dataset}: ${formatPercent(accuracy)} of ${images} read right`;
    await writeText("--curves", curves, await drawCurves({ title, ...trained, test }));
  }
  const seconds = trained.history.reduce((sum, record) => sum + record.seconds, 0);
  report(io, testSet, test, { seconds, saved: [out, curves].filter((path) => path !== undefined) });
}

async function checkpointsOf(
  { checkpoints: folder, checkpointEvery: everySteps, resume = false }: TrainOptions,
  io: Io,
): Promise<CheckpointOptions | undefined> {
  if (folder === undefined) return undefined;
  const found = await checkCheckpoints(folder, resume);
  if (resume && found === 0) writeLine(io, `${folder} holds no checkpoint yet: starting from the beginning`);
  return { folder, everySteps, resume };
}
