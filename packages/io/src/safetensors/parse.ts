import type { RawTensor } from "./raw-tensor";
import { PREFIX_LENGTH, readHeader, readHeaderLength } from "./read-header";

export interface Safetensors {
  /** Free text that the file carries; empty when it has none. Without a prototype. */
  readonly metadata: Record<string, string>;
  /** In the order of the header. */
  readonly tensors: Map<string, RawTensor>;
}

/**
 * Reads a safetensors file held in memory. The tensors are views of `source`, which has to stay unchanged. Throws a
 * `SafetensorsError` for every file that the format does not allow.
 *
 * Format: https://github.com/huggingface/safetensors#format
 */
export function parseSafetensors(source: ArrayBuffer | Uint8Array): Safetensors {
  const bytes = source instanceof Uint8Array ? source : new Uint8Array(source);
  const start = PREFIX_LENGTH + readHeaderLength(bytes.subarray(0, PREFIX_LENGTH), bytes.byteLength);
  const { metadata, entries } = readHeader(bytes.subarray(PREFIX_LENGTH, start), bytes.byteLength - start);
  const tensors = new Map<string, RawTensor>();
  for (const { name, dtype, shape, begin, end } of entries) {
    // Not subarray(), which would hand on the class of a Node.js Buffer.
    const view = new Uint8Array(bytes.buffer, bytes.byteOffset + start + begin, end - begin);
    tensors.set(name, { dtype, shape, bytes: view });
  }
  return { metadata, tensors };
}
