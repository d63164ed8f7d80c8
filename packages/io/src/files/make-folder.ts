import { builtins, toPath } from "./builtins";

/**
 * Makes a folder and those above it that are missing; nothing when it is there. Node's own `recursive` never returns
 * where no folder can be made, such as in /proc, and takes a full disk for a missing folder:
 * https://github.com/nodejs/node/issues/42808
 */
export async function makeFolder(path: string | URL): Promise<void> {
  const { fs, path: paths } = builtins();
  const folder = paths.resolve(toPath(path));
  if (await isFolder(folder)) return;
  const above = paths.dirname(folder);
  if (above !== folder) await makeFolder(above);
  try {
    await fs.mkdir(folder);
  } catch (error) {
    // Another may have made it meanwhile.
    if (!(await isFolder(folder))) throw error;
  }
}

async function isFolder(path: string): Promise<boolean> {
  const info = await builtins()
    .fs.stat(path)
    .catch(() => undefined);
  return info?.isDirectory() ?? false;
}
