import { builtins, toPath } from "../files";
import { SafetensorsError, readError } from "./error";
import { openShards } from "./open-shards";
import { SafetensorsFile } from "./safetensors-file";
import { openShard } from "./shard";

const SINGLE = "model.safetensors";
const INDEX = "model.safetensors.index.json";

/**
 * Opens a safetensors file (Node, Deno, Bun) and reads what it says of its tensors, but none of them. `path` may also be
 * the index of a model in several files (`….index.json`), or a folder with a `model.safetensors` or its index. The
 * file has to be closed: `await using file = await openSafetensors(path)`, or `close()`.
 */
export async function openSafetensors(path: string | URL): Promise<SafetensorsFile> {
  const located = await locate(path);
  if (String(located).endsWith(".index.json")) return await openShards(toPath(located));
  const shard = await openShard(located);
  const stored = new Map(shard.entries.map((entry) => [entry.name, { shard, entry }] as const));
  return new SafetensorsFile(located, shard.metadata, stored, [shard]);
}

/** The file to open: `path` itself, or that of the folder it names. */
async function locate(path: string | URL): Promise<string | URL> {
  try {
    const { fs, path: paths } = builtins();
    const isFolder = (info: { isDirectory(): boolean }): boolean => info.isDirectory();
    if (!(await fs.stat(path).then(isFolder, () => false))) return path;
    const names = await fs.readdir(path);
    const found = [SINGLE, INDEX].filter((name) => names.includes(name));
    if (found.length === 1) return paths.join(toPath(path), found[0]);
    throw new SafetensorsError(
      found.length === 0
        ? `the folder holds neither ${SINGLE} nor ${INDEX}, give the path of the file`
        : `the folder holds both ${SINGLE} and ${INDEX}, give the path of the one to read`,
    );
  } catch (cause) {
    throw readError(path, cause);
  }
}
