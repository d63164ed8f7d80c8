import { getBackend } from "@nn/core";
import type { Sequential } from "@nn/layers";
import { formatDuration } from "@nn/train/terminal";
import type { ImageSet } from "../data/load-images";
import { describeSource, type Source } from "../data/source";
import type { TrainingData } from "../data/training-data";
import { type Io, writeLine } from "../io";
import type { ModelKind } from "../models";
import type { Reading } from "../read-images";
import { formatCount, formatPercent } from "./format";
import { showImage, surestMistakes } from "./show-images";
import { formatConfusion, formatFacts } from "./tables";

/** Wrong readings to show. */
const MISTAKES = 2;

export interface Announcement {
  readonly model: ModelKind;
  readonly network: Sequential;
  readonly source: Source;
  readonly data: TrainingData;
  readonly augment: boolean;
}

/** Says what is going to be trained. */
export function announce(io: Io, { model, network, source, data, augment }: Announcement): void {
  const { trainSet, testSet, heldOut } = data;
  const parameters = network.parameters().reduce((sum, { size }) => sum + size, 0);
  const parts = [`${formatCount(trainSet.count - heldOut)} to train on${augment ? ", varied by chance" : ""}`];
  if (heldOut > 0) parts.push(`${formatCount(heldOut)} to validate with`);
  parts.push(`${formatCount(testSet.count)} to test with`);
  const facts = formatFacts([
    ["network", `${model}, ${formatCount(parameters)} parameters`],
    ["images", describeSource(source)],
    ["", parts.join("; ")],
    ["backend", getBackend().name],
  ]);
  writeLine(io, `${facts}\n`);
}

export interface Outcome {
  /** What the training took. */
  readonly seconds: number;
  /** The files that were written. */
  readonly saved: readonly string[];
}

/** Says what was learned; the accuracy comes last. */
export function report(io: Io, testSet: ImageSet, test: Reading, { seconds, saved }: Outcome): void {
  const mistakes = surestMistakes(testSet, test, MISTAKES);
  const drawn = mistakes.map((i) => showImage(testSet, test, i, io.stdout.isTTY === true));
  if (drawn.length > 0) writeLine(io, `\nthe surest mistakes:\n${drawn.join("\n\n")}`);
  writeLine(io, `\n${formatConfusion(test.confusion, testSet.kind.classes)}\n`);
  const facts = formatFacts([
    ["trained in", formatDuration(seconds)],
    ["saved as", saved.join(", ") || "nothing"],
  ]);
  writeLine(io, `${facts}\ntest accuracy: ${formatPercent(test.accuracy)}`);
}
