import { open, readFile, rm, stat } from "node:fs/promises";
import { loadSafetensors, parseSafetensors, saveSafetensors } from "@nn/io";
import type { Sequential } from "@nn/layers";
import { CLASSES } from "./dataset";
import { DigitsError, fileReason, messageOf } from "./errors";
import { createModel, MODEL_KINDS, type ModelKind } from "./models";

/** What a file says of the network in it. */
export interface ModelCard {
  readonly model: ModelKind;
  readonly seed: number;
  /** The part of test images that it read right, from 0 to 1. */
  readonly accuracy: number;
}

/** Throws unless a file can be written under `path`, so that no training is in vain. */
export async function checkWritable(path: string): Promise<void> {
  const refuse = (reason: string, cause?: unknown): never => {
    throw new DigitsError(
      `cannot write --out ${path}: ${reason}. Name a file in a folder that exists, or give --no-save`,
      {
        cause,
      },
    );
  };
  const info = await stat(path).catch(() => undefined);
  if (info?.isDirectory()) refuse("it is a folder");
  // Writing would put a file in the place of a device.
  if (info && !info.isFile()) refuse("it is no regular file");
  const probe = `${path}.${crypto.randomUUID()}.tmp`;
  try {
    await (await open(probe, "wx")).close();
    await rm(probe);
  } catch (cause) {
    refuse(fileReason(cause), cause);
  }
}

export async function saveModel(path: string, network: Sequential, card: ModelCard): Promise<void> {
  const metadata = {
    model: card.model,
    seed: String(card.seed),
    classes: String(CLASSES),
    accuracy: card.accuracy.toFixed(4),
  };
  await saveSafetensors(path, network.stateDict(), { metadata });
}

/** Rebuilds a network that `saveModel` wrote. */
export async function loadModel(path: string): Promise<{ network: Sequential; card: ModelCard }> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new DigitsError(`cannot read ${path}: ${fileReason(cause)}`, { cause });
  });
  try {
    const card = readCard(parseSafetensors(bytes).metadata);
    const network = createModel(card.model);
    network.loadStateDict(await loadSafetensors(bytes));
    return { network, card };
  } catch (cause) {
    throw new DigitsError(`${path} is no network that \`digits train\` saved: ${messageOf(cause)}`, { cause });
  }
}

function readCard(metadata: Readonly<Record<string, string>>): ModelCard {
  const { model, seed, classes, accuracy } = metadata;
  const kind = MODEL_KINDS.find((candidate) => candidate === model);
  const card = { seed: Number(seed), accuracy: Number(accuracy) };
  if (kind === undefined || classes !== String(CLASSES) || Number.isNaN(card.seed) || Number.isNaN(card.accuracy)) {
    throw new Error(
      `its metadata must hold model (${MODEL_KINDS.join(" or ")}), classes (${CLASSES}), seed and accuracy, ` +
        `found ${JSON.stringify({ model, classes, seed, accuracy })}`,
    );
  }
  return { model: kind, ...card };
}
