import type { Tensor } from "@nn/core";
import { fileErrorReason, writeFileAtomically } from "../node-files";
import { encodeSafetensors } from "./encode";
import { SafetensorsError } from "./error";
import { quote } from "./quote";
import type { RawTensor } from "./raw-tensor";
import { toRaw } from "./to-raw";

export interface SaveSafetensorsOptions {
  /** Free text to store in the file's header. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * Saves tensors, such as a module's state, under `path` (Node, Deno, Bun). They are saved as they are at the call,
 * and the file appears complete or not at all.
 */
export async function saveSafetensors(
  path: string | URL,
  tensors: ReadonlyMap<string, Tensor> | Readonly<Record<string, Tensor>>,
  options: SaveSafetensorsOptions = {},
): Promise<void> {
  const entries = tensors instanceof Map ? [...tensors] : Object.entries(tensors as Record<string, Tensor>);
  // All reads start before the first is awaited: what changes the tensors meanwhile is queued behind them.
  const raw = await Promise.all(
    entries.map(async ([name, t]): Promise<[string, RawTensor]> => [name, toRaw(await t.data(), t.dtype, t.shape)]),
  );
  const pieces = encodeSafetensors(raw, options.metadata);
  try {
    await writeFileAtomically(path, pieces);
  } catch (cause) {
    throw new SafetensorsError(`cannot write ${quote(String(path))}: ${fileErrorReason(cause)}`, { cause });
  }
}
