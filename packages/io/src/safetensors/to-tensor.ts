import { type Tensor, tensor } from "@nn/core";
import { quote } from "../quote";
import { SafetensorsError } from "./error";
import type { RawTensor } from "./raw-tensor";
import { toHost } from "./to-host";

/** A tensor on the current backend, as `toHost` converts it. Errors name the tensor. */
export function toTensor(name: string, raw: RawTensor): Tensor {
  const { data, dtype } = toHost(name, raw);
  try {
    return tensor(data, { shape: raw.shape, dtype });
  } catch (cause) {
    // Such as a backend that does not hold float64, or is out of memory.
    throw new SafetensorsError(`tensor ${quote(name)}: ${(cause as Error).message}`, { cause });
  }
}
