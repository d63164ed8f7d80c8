import { builtins, toPath } from "./builtins";
import { errorCode } from "./reason";
import { temporaryName } from "./temporary";

/** What systems answer that do not flush folders. */
const UNSUPPORTED: readonly unknown[] = ["EISDIR", "EPERM", "EACCES", "EINVAL", "ENOTSUP", "ENOSYS", "EBADF"];

/**
 * Writes `pieces`, one after the other, to a file that appears under its name only when it is complete and on disk:
 * a crash at any moment leaves the old file or the new one.
 */
export async function writeFileAtomically(path: string | URL, pieces: Iterable<Uint8Array>): Promise<void> {
  const { fs, path: paths } = builtins();
  const given = toPath(path);
  // A link keeps pointing at its file, which is what gets replaced.
  const target = await fs.realpath(given).catch(() => given);
  const info = await fs.stat(target).catch(() => undefined);
  if (info?.isDirectory()) throw Object.assign(new Error("it is a folder"), { code: "EISDIR" });
  // Renaming over a device would replace it.
  if (info && !info.isFile()) throw new Error("it is no regular file");
  const temporary = temporaryName(target);
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
    // What failed first is what counts.
    await fs.rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
  await flushFolder(paths.dirname(target));
}

/** Makes a rename last through a power cut, where the system can. */
async function flushFolder(folder: string): Promise<void> {
  try {
    const handle = await builtins().fs.open(folder, "r");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!UNSUPPORTED.includes(errorCode(error))) throw error;
  }
}
