import { fileErrorReason, writeFileAtomically } from "../files";
import { quote } from "../quote";
import { encodeSafetensors } from "../safetensors/encode";
import type { RawTensor } from "../safetensors/raw-tensor";
import { toRaw } from "../safetensors/to-raw";
import type { CheckpointTree } from "./checkpoint-tree";
import { encodeTree } from "./encode-tree";
import { CheckpointError } from "./error";

/**
 * Saves a tree under `path` (Node, Deno, Bun), as it is at the call: training may go on while the file is written. The
 * file appears complete or not at all. It is a safetensors file, whose tensors other programs can read under the keys
 * that lead to them, joined by dots.
 */
export async function saveCheckpoint(path: string | URL, tree: CheckpointTree): Promise<void> {
  await writeCheckpoint(path, await captureCheckpoint(tree));
}

/** The pieces of the file. All reads start before this returns: what changes the tensors later is queued behind them. */
export async function captureCheckpoint(tree: CheckpointTree): Promise<Uint8Array[]> {
  const { metadata, tensors } = encodeTree(tree);
  const raw = await Promise.all(
    tensors.map(async ([name, t]): Promise<[string, RawTensor]> => {
      try {
        return [name, toRaw(await t.data(), t.dtype, t.shape)];
      } catch (cause) {
        throw new CheckpointError(`tensor ${quote(name)}: ${(cause as Error).message}`, { cause });
      }
    }),
  );
  try {
    return encodeSafetensors(raw, metadata);
  } catch (cause) {
    // A tree of more than 100 MB, besides its tensors.
    throw new CheckpointError(`the tree is too large: ${(cause as Error).message}`, { cause });
  }
}

export async function writeCheckpoint(path: string | URL, pieces: readonly Uint8Array[]): Promise<void> {
  try {
    await writeFileAtomically(path, pieces);
  } catch (cause) {
    throw new CheckpointError(`cannot write ${quote(String(path))}: ${fileErrorReason(cause)}`, { cause });
  }
}
