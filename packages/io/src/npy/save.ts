import type { Tensor } from "@nn/core";
import { writeFileAtomically } from "../files";
import { withPath } from "./error";
import { serializeNpy } from "./serialize";
import { tensorToNpy } from "./to-tensor";

/** Saves a tensor, as it is at the call, for `numpy.load`. The file appears complete or not at all. */
export async function saveNpy(path: string | URL, t: Tensor): Promise<void> {
  const array = await tensorToNpy(t);
  await withPath("write", path, async () => await writeFileAtomically(path, [serializeNpy(array)]));
}
