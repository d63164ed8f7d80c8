import { stat } from "node:fs/promises";
import type { Tensor } from "@nn/core";
import { fileErrorReason, openSafetensors, saveSafetensors } from "@nn/io";
import type { Sequential } from "@nn/layers";
import { DATASET_NAMES, DATASETS, type DatasetName } from "./data/kinds";
import type { Normalisation } from "./data/normalisation";
import { DigitsError, messageOf } from "./errors";
import { createModel, MODEL_KINDS, type ModelKind } from "./models";

/** What a file says of the network in it. */
export interface NetworkCard extends Normalisation {
  readonly model: ModelKind;
  /** What it was trained on. */
  readonly dataset: DatasetName;
  readonly seed: number;
  /** The part of test images that it read right, from 0 to 1. */
  readonly accuracy: number;
}

/** Writes the network as safetensors; its metadata say all that reading images with it takes. */
export async function saveNetwork(path: string, network: Sequential, card: NetworkCard): Promise<void> {
  const { model, dataset, seed, accuracy, mean, std } = card;
  const metadata = {
    model,
    dataset,
    classes: JSON.stringify(DATASETS[dataset].classes),
    mean: JSON.stringify(mean),
    std: JSON.stringify(std),
    seed: String(seed),
    accuracy: String(accuracy),
  };
  await saveSafetensors(path, network.stateDict(), { metadata });
}

/** Rebuilds a network that `saveNetwork` wrote. */
export async function loadNetwork(path: string): Promise<{ network: Sequential; card: NetworkCard }> {
  const info = await stat(path).catch((cause: unknown) => {
    throw new DigitsError(`cannot read ${path}: ${fileErrorReason(cause)}`, { cause });
  });
  if (!info.isFile()) throw new DigitsError(`cannot read ${path}: it is no regular file`);
  try {
    await using file = await openSafetensors(path);
    const card = readCard(file.metadata);
    const network = createModel(card.model, DATASETS[card.dataset]);
    const state = new Map<string, Tensor>();
    for (const name of file.tensors.keys()) state.set(name, await file.tensor(name));
    network.loadStateDict(state);
    return { network, card };
  } catch (cause) {
    const reason = messageOf(cause).replace(`${JSON.stringify(path)}: `, "");
    throw new DigitsError(`${path} is no network that \`digits train\` saved: ${reason}`, { cause });
  }
}

function readCard(metadata: Readonly<Record<string, string>>): NetworkCard {
  const model = MODEL_KINDS.find((kind) => kind === metadata.model);
  const dataset = DATASET_NAMES.find((name) => name === metadata.dataset);
  if (model === undefined) throw wrong(metadata, "model", MODEL_KINDS.join(" or "));
  if (dataset === undefined) throw wrong(metadata, "dataset", DATASET_NAMES.join(" or "));
  const { channels, classes } = DATASETS[dataset];
  const names = JSON.stringify(classes);
  if (metadata.classes !== names) throw wrong(metadata, "classes", names);
  const number = (key: string, isRight: (value: number) => boolean): number => {
    const text = metadata[key];
    if (text !== undefined && text.trim() !== "" && isRight(Number(text))) return Number(text);
    throw wrong(metadata, key, "a number");
  };
  const numbers = (key: string, isRight: (value: number) => boolean): number[] => {
    const values = parseJson(metadata[key]);
    if (Array.isArray(values) && values.length === channels && values.every((x) => Number.isFinite(x) && isRight(x))) {
      return values as number[];
    }
    throw wrong(metadata, key, `${channels} numbers, as in ${JSON.stringify(new Array(channels).fill(1))}`);
  };
  return {
    model,
    dataset,
    seed: number("seed", (seed) => Number.isSafeInteger(seed) && seed >= 0),
    accuracy: number("accuracy", (accuracy) => accuracy >= 0 && accuracy <= 1),
    mean: numbers("mean", () => true),
    std: numbers("std", (std) => std > 0),
  };
}

function wrong(metadata: Readonly<Record<string, string>>, key: string, expected: string): Error {
  const found = Object.hasOwn(metadata, key) ? JSON.stringify(metadata[key]) : "nothing";
  return new Error(`its metadata must say ${key}: ${expected}, found ${found}`);
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}
