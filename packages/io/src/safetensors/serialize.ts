import { encodeSafetensors } from "./encode";
import type { RawTensor } from "./raw-tensor";

/**
 * Writes a safetensors file into memory. The same tensors and metadata give the same bytes, whatever their order:
 * tensors are laid out by descending alignment of their dtype, then by name, as the reference implementation does.
 */
export function serializeSafetensors(
  tensors: Iterable<readonly [name: string, tensor: RawTensor]>,
  metadata?: Readonly<Record<string, string>>,
): Uint8Array {
  const pieces = encodeSafetensors(tensors, metadata);
  const bytes = new Uint8Array(pieces.reduce((total, piece) => total + piece.byteLength, 0));
  let offset = 0;
  for (const piece of pieces) {
    bytes.set(piece, offset);
    offset += piece.byteLength;
  }
  return bytes;
}
