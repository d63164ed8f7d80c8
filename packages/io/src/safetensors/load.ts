import type { Tensor } from "@nn/core";
import { openSafetensors } from "./open";
import { parseSafetensors } from "./parse";
import { toTensor } from "./to-tensor";

/**
 * Loads every tensor of a safetensors file, from a path (Node, Deno, Bun) or from bytes; the path may also be an index
 * or a folder, as for `openSafetensors`. F16 and BF16 become float32, exactly; integers that are not U8 become int32,
 * or throw when a value does not fit. Nothing is loaded on an error.
 */
export async function loadSafetensors(source: string | URL | ArrayBuffer | Uint8Array): Promise<Map<string, Tensor>> {
  if (typeof source === "string" || source instanceof URL) {
    const file = await openSafetensors(source);
    try {
      // Tensor by tensor, so that a file larger than memory's free half still loads.
      return await loadEach(file.tensors.keys(), (name) => file.tensor(name));
    } finally {
      await file.close();
    }
  }
  const { tensors } = parseSafetensors(source);
  return await loadEach(tensors.keys(), (name) => toTensor(name, tensors.get(name)!));
}

/** All of them or, on an error, none. */
async function loadEach(
  names: Iterable<string>,
  load: (name: string) => Tensor | Promise<Tensor>,
): Promise<Map<string, Tensor>> {
  const tensors = new Map<string, Tensor>();
  try {
    for (const name of names) tensors.set(name, await load(name));
  } catch (error) {
    for (const loaded of tensors.values()) loaded.dispose();
    throw error;
  }
  return tensors;
}
