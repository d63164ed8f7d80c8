import { type Tensor, tensor } from "@nn/core";
import { quote } from "../quote";
import { SafetensorsError } from "../safetensors/error";
import { openSafetensors } from "../safetensors/open";
import type { SafetensorsFile } from "../safetensors/safetensors-file";
import type { CheckpointTree } from "./checkpoint-tree";
import { decodeTree } from "./decode-tree";
import { CheckpointError } from "./error";

/**
 * Loads the tree that `saveCheckpoint` saved, with tensors of the same dtypes and bits on the current backend. Throws a
 * `CheckpointError` when the file is damaged or no checkpoint.
 */
export async function loadCheckpoint(path: string | URL): Promise<CheckpointTree> {
  try {
    const file = await openSafetensors(path);
    try {
      return await readTree(file);
    } finally {
      await file.close();
    }
  } catch (cause) {
    if (cause instanceof CheckpointError) {
      throw new CheckpointError(`${quote(String(path))}: ${cause.message}`, { cause });
    }
    if (cause instanceof SafetensorsError) throw new CheckpointError(cause.message, { cause });
    throw cause;
  }
}

async function readTree(file: SafetensorsFile): Promise<CheckpointTree> {
  const names = [...file.tensors.keys()];
  const build = decodeTree(file.metadata, new Set(names));
  const tensors = new Map<string, Tensor>();
  try {
    for (const name of names) tensors.set(name, await readTensor(file, name));
  } catch (error) {
    for (const loaded of tensors.values()) loaded.dispose();
    throw error;
  }
  return build((name) => tensors.get(name)!);
}

async function readTensor(file: SafetensorsFile, name: string): Promise<Tensor> {
  // loadSafetensors widens what a checkpoint has to give back as it was.
  if (file.tensors.get(name)?.dtype !== "F16") return await file.tensor(name);
  const { bytes, shape } = await file.raw(name);
  try {
    return tensor(new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2), { shape, dtype: "float16" });
  } catch (cause) {
    throw new CheckpointError(`tensor ${quote(name)}: ${(cause as Error).message}`, { cause });
  }
}
