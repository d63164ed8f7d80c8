import type { Tensor } from "@nn/core";
import { readWhole } from "../files";
import { withPath } from "./error";
import { parseNpy } from "./parse";
import { npyToTensor } from "./to-tensor";

/**
 * Loads the array of an npy file, from a path (Node, Deno, Bun) or from bytes. float16 becomes float32, exactly;
 * integers that are not uint8 become int32, or throw when a value does not fit.
 */
export async function loadNpy(source: string | URL | ArrayBuffer | Uint8Array): Promise<Tensor> {
  if (typeof source === "string" || source instanceof URL) {
    return await withPath("read", source, async () => npyToTensor(parseNpy(await readWhole(source))));
  }
  return npyToTensor(parseNpy(source));
}
