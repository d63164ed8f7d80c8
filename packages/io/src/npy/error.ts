import { fileErrorReason } from "../files";
import { quote } from "../quote";

/** A file or an array that NumPy's npy and npz do not allow, or a file that cannot be read or written. */
export class NpyError extends Error {
  override readonly name = "NpyError";
}

/** Runs `fn`; its errors come with what was done to which file. */
export async function withPath<T>(action: "read" | "write", path: string | URL, fn: () => Promise<T>): Promise<T> {
  try {
    return await fn();
  } catch (cause) {
    const where = quote(String(path));
    if (cause instanceof NpyError) throw new NpyError(`${where}: ${cause.message}`, { cause });
    throw new NpyError(`cannot ${action} ${where}: ${fileErrorReason(cause)}`, { cause });
  }
}
