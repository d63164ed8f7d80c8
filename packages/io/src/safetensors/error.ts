import { fileErrorReason } from "../files";
import { quote } from "../quote";

/** A file or a set of tensors that the safetensors format does not allow, or a file that cannot be read or written. */
export class SafetensorsError extends Error {
  override readonly name = "SafetensorsError";
}

/** What went wrong while `path` was read, with the path. */
export function readError(path: string | URL, cause: unknown): SafetensorsError {
  const where = quote(String(path));
  const message =
    cause instanceof SafetensorsError
      ? `${where}: ${cause.message}`
      : `cannot read ${where}: ${fileErrorReason(cause)}`;
  return new SafetensorsError(message, { cause });
}
