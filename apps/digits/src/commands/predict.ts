import type { DatasetName } from "../data/kinds";
import { describeImages, DATASETS } from "../data/kinds";
import { loadImages } from "../data/load-images";
import { resolveSource } from "../data/source";
import { DigitsError } from "../errors";
import { formatPercent } from "../report/format";
import { type Io, writeLine } from "../io";
import { readImages } from "../read-images";
import { loadNetwork } from "../saved-network";
import { showImage } from "../report/show-images";

/** As the command line gives them. */
export interface PredictOptions {
  readonly dataset?: DatasetName;
  readonly data?: string;
  readonly testSize?: number;
  readonly count: number;
  readonly backend: string;
}

/** Reads test images with a saved network, shows some of them, and reports. */
export async function predict(file: string, options: PredictOptions, io: Io): Promise<void> {
  const { network, card } = await loadNetwork(file);
  const source = resolveSource(options, card.dataset === "generated" ? "mnist" : card.dataset);
  const expected = describeImages(DATASETS[card.dataset]);
  const found = describeImages(DATASETS[source.dataset]);
  if (found !== expected) {
    throw new DigitsError(
      `${file} reads ${expected}, as of ${card.dataset}, but ${source.dataset} has ${found}: give --dataset ` +
        `${card.dataset} --data <folder>`,
    );
  }
  const set = await loadImages(source, "test", options.testSize);
  io.signal.throwIfAborted();
  const reading = await readImages(network, set, card, io.signal);

  const isTerminal = io.stdout.isTTY === true;
  for (let i = 0; i < Math.min(options.count, set.count); i++) writeLine(io, showImage(set, reading, i, isTerminal));
  const trained = `${card.model} trained on ${card.dataset}, seed ${card.seed}, ${formatPercent(card.accuracy)}`;
  writeLine(io, `${file}: ${trained} when it was trained`);
  writeLine(io, `test accuracy: ${formatPercent(reading.accuracy)}`);
}
