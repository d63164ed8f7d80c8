/**
 * Files through Node's API, which Deno and Bun have too. Asking for the modules at run time, instead of importing
 * them, keeps them out of browser bundles: https://nodejs.org/api/process.html#processgetbuiltinmoduleid
 */
function builtins() {
  const get = globalThis.process?.getBuiltinModule;
  if (get === undefined) {
    throw new Error("no file access in this runtime (it takes Node >= 20.16, Deno or Bun), pass the bytes instead");
  }
  return { fs: get("node:fs/promises"), url: get("node:url") };
}

/** A file opened for reading. */
export interface ReadableFile {
  readonly size: number;
  /** Exactly `length` bytes from `position` on, in a buffer of their own. */
  read(position: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

export async function openFile(path: string | URL): Promise<ReadableFile> {
  const handle = await builtins().fs.open(path, "r");
  try {
    const info = await handle.stat();
    if (!info.isFile()) throw new Error("it is no regular file");
    return {
      size: info.size,
      close: () => handle.close(),
      read: async (position, length) => {
        const bytes = new Uint8Array(length);
        let done = 0;
        while (done < length) {
          const { bytesRead } = await handle.read(bytes, done, length - done, position + done);
          if (bytesRead === 0) throw new Error(`it was cut at byte ${position + done} while it was read`);
          done += bytesRead;
        }
        return bytes;
      },
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/**
 * Writes `pieces`, one after the other, to a file that appears under its name only when it is complete and on disk:
 * a crash at any moment leaves the old file or the new one.
 */
export async function writeFileAtomically(path: string | URL, pieces: Iterable<Uint8Array>): Promise<void> {
  const { fs, url } = builtins();
  const given = typeof path === "string" ? path : url.fileURLToPath(path);
  // A link keeps pointing at its file, which is what gets replaced.
  const target = await fs.realpath(given).catch(() => given);
  const info = await fs.stat(target).catch(() => undefined);
  if (info?.isDirectory()) throw Object.assign(new Error("it is a folder"), { code: "EISDIR" });
  // Renaming over a device would replace it.
  if (info && !info.isFile()) throw new Error("it is no regular file");
  const temporary = `${target}.${globalThis.crypto.randomUUID()}.tmp`;
  try {
    const handle = await fs.open(temporary, "wx");
    try {
      for (const piece of pieces) await handle.writeFile(piece);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await fs.rename(temporary, target);
  } catch (error) {
    await fs.rm(temporary, { force: true });
    throw error;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  ENOTDIR: "a part of the path is no folder",
  EISDIR: "it is a folder",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
};

/** Why a file operation failed, in words. */
export function fileErrorReason(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return typeof code === "string" && Object.hasOwn(REASONS, code) ? REASONS[code] : String(message ?? error);
}
