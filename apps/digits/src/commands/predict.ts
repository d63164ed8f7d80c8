import type { LabelledImages } from "@nn/data";
import { loadModel } from "../checkpoint";
import { loadDigits } from "../dataset";
import { accuracyOf, confusionOf, evaluate, type Predictions } from "../evaluate";
import { formatPercent } from "../format";
import { drawImage } from "../image-art";
import { type Io, writeLine } from "../io";
import { createProgress } from "../progress";

/** As the command line gives them. */
export interface PredictOptions {
  readonly data: string;
  readonly testSize?: number;
  readonly count: number;
  readonly backend: string;
}

/** Reads test images with a saved network, shows some of them, and reports. */
export async function predict(file: string, options: PredictOptions, io: Io): Promise<void> {
  const { network, card } = await loadModel(file);
  const set = await loadDigits(options.data, "test", options.testSize);
  const progress = createProgress(io, set.count, 1);
  const { signal } = io;
  const predictions = await evaluate(network, set, { progress, signal }).finally(() => progress.close());

  for (let i = 0; i < Math.min(options.count, set.count); i++) writeLine(io, showImage(set, predictions, i));
  writeLine(io, `${file}: ${card.model}, seed ${card.seed}, ${formatPercent(card.accuracy)} when it was trained`);
  writeLine(io, `test accuracy: ${formatPercent(accuracyOf(confusionOf(set.labels, predictions.digits)))}`);
}

/** The image with what was read and what it is at its side. */
function showImage(set: LabelledImages, { digits, probabilities }: Predictions, i: number): string {
  const { rows, columns } = set;
  const pixels = set.images.subarray(i * rows * columns, (i + 1) * rows * columns);
  const right = digits[i] === set.labels[i];
  const notes = [
    `image ${i + 1}`,
    `read as ${digits[i]} (${formatPercent(probabilities[i])} sure)`,
    right ? "right" : `wrong: it is a ${set.labels[i]}`,
  ];
  const art = drawImage(pixels, rows, columns);
  const top = Math.floor((art.length - notes.length) / 2);
  return art.map((line, row) => `${line}  ${notes[row - top] ?? ""}`.trimEnd()).join("\n");
}
