/** A file or a set of tensors that the safetensors format does not allow, or a file that cannot be read or written. */
export class SafetensorsError extends Error {
  override readonly name = "SafetensorsError";
}
