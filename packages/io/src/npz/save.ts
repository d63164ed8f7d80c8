import type { Tensor } from "@nn/core";
import { writeFileAtomically } from "../files";
import { withPath } from "../npy/error";
import type { NpyArray } from "../npy/npy-array";
import { tensorToNpy } from "../npy/to-tensor";
import { serializeNpz, type SerializeNpzOptions } from "./serialize";

/** Saves tensors, as they are at the call, for `numpy.load`. The file appears complete or not at all. */
export async function saveNpz(
  path: string | URL,
  tensors: ReadonlyMap<string, Tensor> | Readonly<Record<string, Tensor>>,
  options: SerializeNpzOptions = {},
): Promise<void> {
  const entries = tensors instanceof Map ? [...tensors] : Object.entries(tensors as Record<string, Tensor>);
  // All reads start before the first is awaited: what changes the tensors meanwhile is queued behind them.
  const arrays = await Promise.all(
    entries.map(async ([name, t]): Promise<[string, NpyArray]> => [name, await tensorToNpy(t)]),
  );
  await withPath("write", path, async () => await writeFileAtomically(path, [serializeNpz(arrays, options)]));
}
