import { DataError } from "../error";

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  ENOTDIR: "a part of the path is no folder",
  EACCES: "permission denied",
  EPERM: "permission denied",
};

/**
 * Node's API, which Deno and Bun have too. Asking for the modules at run time, instead of importing them, keeps them
 * out of browser bundles: https://nodejs.org/api/process.html#processgetbuiltinmoduleid
 */
function builtins() {
  const get = globalThis.process?.getBuiltinModule;
  if (get === undefined) throw new DataError("no file access in this runtime (it takes Node >= 20.16, Deno or Bun)");
  return { fs: get("node:fs/promises"), path: get("node:path"), url: get("node:url") };
}

export function filePath(path: string | URL): string {
  return typeof path === "string" ? path : builtins().url.fileURLToPath(path);
}

/** The bytes of a regular file. A missing file gives undefined; one of more than `maxBytes` is a `DataError`. */
export async function readFile(path: string, maxBytes: number): Promise<Uint8Array | undefined> {
  const { fs } = builtins();
  try {
    // Opening a pipe would wait for a writer, and a device may have no end.
    const info = await fs.stat(path);
    if (!info.isFile()) throw new Error(info.isDirectory() ? "it is a folder" : "it is no regular file");
    if (info.size > maxBytes) throw new Error(`it holds ${info.size} bytes, more than the ${maxBytes} allowed`);
    return await fs.readFile(path);
  } catch (cause) {
    if (codeOf(cause) === "ENOENT") return undefined;
    throw unreadable(path, cause);
  }
}

/** The bytes of the first of `names` that `folder` has, with its path; undefined when it has none. */
export async function readFirst(
  folder: string,
  names: readonly string[],
  maxBytes: number,
): Promise<{ path: string; bytes: Uint8Array } | undefined> {
  for (const name of names) {
    const path = builtins().path.join(folder, name);
    const bytes = await readFile(path, maxBytes);
    if (bytes !== undefined) return { path, bytes };
  }
  return undefined;
}

/** The names of what is in `folder`, in alphabetical order. */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await builtins().fs.readdir(folder)).sort();
  } catch (cause) {
    throw unreadable(folder, cause);
  }
}

/** Whether a folder is at `path`; a `DataError` when nothing is. */
export async function isFolder(path: string): Promise<boolean> {
  const { fs } = builtins();
  const info = await fs.stat(path).catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  return info.isDirectory();
}

function unreadable(path: string, cause: unknown): DataError {
  const code = codeOf(cause);
  const reason = code !== undefined && Object.hasOwn(REASONS, code) ? REASONS[code] : (cause as Error).message;
  return new DataError(`cannot read ${path}: ${reason}`, { cause });
}

function codeOf(error: unknown): string | undefined {
  const { code } = error as { code?: unknown };
  return typeof code === "string" ? code : undefined;
}
