import type { Tensor } from "@nn/core";
import { readWhole } from "../files";
import { NpyError, withPath } from "../npy/error";
import { npyToTensor } from "../npy/to-tensor";
import { quote } from "../quote";
import { membersOf, readArray } from "./parse";

/**
 * Loads the arrays of an npz file, from a path (Node, Deno, Bun) or from bytes, converted as `loadNpy` does. Nothing is
 * loaded on an error.
 */
export async function loadNpz(source: string | URL | ArrayBuffer | Uint8Array): Promise<Map<string, Tensor>> {
  if (typeof source === "string" || source instanceof URL) {
    return await withPath("read", source, async () => toTensors(await readWhole(source)));
  }
  return toTensors(source);
}

function toTensors(source: ArrayBuffer | Uint8Array): Map<string, Tensor> {
  const tensors = new Map<string, Tensor>();
  try {
    for (const [name, member] of membersOf(source)) tensors.set(name, toTensor(name, readArray(member)));
  } catch (error) {
    for (const loaded of tensors.values()) loaded.dispose();
    throw error;
  }
  return tensors;
}

function toTensor(name: string, array: Parameters<typeof npyToTensor>[0]): Tensor {
  try {
    return npyToTensor(array);
  } catch (cause) {
    throw new NpyError(`array ${quote(name)}: ${(cause as Error).message}`, { cause });
  }
}
