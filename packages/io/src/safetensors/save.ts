import type { Tensor } from "@nn/core";
import { fileErrorReason, writeFileAtomically } from "../files";
import { quote } from "../quote";
import { encodeSafetensors } from "./encode";
import { SafetensorsError } from "./error";
import type { RawTensor } from "./raw-tensor";
import { saveShards } from "./save-shards";
import { toRaw } from "./to-raw";

export interface SaveSafetensorsOptions {
  /** Free text to store in the file's header, or in the index. */
  readonly metadata?: Readonly<Record<string, string>>;
  /**
   * The most bytes of tensors that a file may hold, unless one tensor alone takes more. Tensors that take more together
   * go to `name-00001-of-00002.safetensors` and so on, with an index in `name.safetensors.index.json`. Default: any.
   */
  readonly maxShardBytes?: number;
}

/**
 * Saves tensors, such as a module's state, under `path` (Node, Deno, Bun). They are saved as they are at the call,
 * and the file appears complete or not at all. With `maxShardBytes` one or several files replace all that an earlier
 * call left under that path; the index appears last.
 */
export async function saveSafetensors(
  path: string | URL,
  tensors: ReadonlyMap<string, Tensor> | Readonly<Record<string, Tensor>>,
  { metadata, maxShardBytes }: SaveSafetensorsOptions = {},
): Promise<void> {
  if (maxShardBytes !== undefined && !(typeof maxShardBytes === "number" && maxShardBytes > 0)) {
    throw new SafetensorsError(`maxShardBytes: expected a number of bytes above 0, got ${String(maxShardBytes)}`);
  }
  const entries = tensors instanceof Map ? [...tensors] : Object.entries(tensors as Record<string, Tensor>);
  // All reads start before the first is awaited: what changes the tensors meanwhile is queued behind them.
  const raw = await Promise.all(
    entries.map(async ([name, t]): Promise<[string, RawTensor]> => [name, toRaw(await t.data(), t.dtype, t.shape)]),
  );
  const pieces = encodeSafetensors(raw, metadata);
  try {
    if (maxShardBytes === undefined) await writeFileAtomically(path, pieces);
    else await saveShards(path, raw, maxShardBytes, metadata);
  } catch (cause) {
    throw new SafetensorsError(`cannot write ${quote(String(path))}: ${fileErrorReason(cause)}`, { cause });
  }
}
