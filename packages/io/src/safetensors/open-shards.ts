import { builtins, openFile } from "../files";
import { listProblems } from "../list-problems";
import { quote } from "../quote";
import { SafetensorsError, readError } from "./error";
import { MAX_HEADER_LENGTH, decodeText } from "./read-header";
import { SafetensorsFile, type StoredTensor } from "./safetensors-file";
import { type Shard, openShard } from "./shard";
import { type ShardIndex, parseShardIndex } from "./shard-index";

/** Opens the shards that an index names. One error lists all that does not fit together. */
export async function openShards(indexPath: string): Promise<SafetensorsFile> {
  const shards = new Map<string, Shard>();
  try {
    const index = await readIndex(indexPath);
    const problems = await openEach(builtins().path.dirname(indexPath), new Set(index.weightMap.values()), shards);
    const tensors = matchTensors(index.weightMap, shards, problems);
    if (problems.length > 0) throw new SafetensorsError(listProblems(problems));
    return new SafetensorsFile(indexPath, index.metadata, tensors, [...shards.values()]);
  } catch (cause) {
    for (const shard of shards.values()) await shard.close();
    throw readError(indexPath, cause);
  }
}

async function readIndex(path: string): Promise<ShardIndex> {
  const file = await openFile(path);
  try {
    if (file.size > MAX_HEADER_LENGTH) {
      throw new SafetensorsError(`the index holds ${file.size} bytes, expected at most ${MAX_HEADER_LENGTH}`);
    }
    return parseShardIndex(decodeText(await file.read(0, file.size), "the index"));
  } finally {
    await file.close();
  }
}

/** Adds to `shards` what can be opened and returns what is wrong with the rest. */
async function openEach(folder: string, names: Iterable<string>, shards: Map<string, Shard>): Promise<string[]> {
  const problems: string[] = [];
  const inside = await builtins().fs.realpath(folder);
  for (const name of names) {
    try {
      shards.set(name, await openShard(await followInside(inside, name), name));
    } catch (error) {
      problems.push((error as SafetensorsError).message);
    }
  }
  return problems;
}

/** The file that `name` is or links to, which has to be in the folder `inside`. */
async function followInside(inside: string, name: string): Promise<string> {
  const { fs, path } = builtins();
  try {
    const real = await fs.realpath(path.join(inside, name));
    if (real.startsWith(inside.endsWith(path.sep) ? inside : inside + path.sep)) return real;
    throw new SafetensorsError(`it is a link to ${quote(real)}, outside of the folder of the index`);
  } catch (cause) {
    throw readError(name, cause);
  }
}

/** Where each tensor of the index is; adds to `problems` what index and shards do not agree in. */
function matchTensors(
  weightMap: ReadonlyMap<string, string>,
  shards: ReadonlyMap<string, Shard>,
  problems: string[],
): Map<string, StoredTensor> {
  const tensors = new Map<string, StoredTensor>();
  for (const [file, shard] of shards) {
    for (const entry of shard.entries) {
      const listed = weightMap.get(entry.name);
      if (listed === file) tensors.set(entry.name, { shard, entry });
      else {
        const place = listed === undefined ? "does not list" : `places in ${quote(listed)}`;
        problems.push(`shard ${quote(file)} holds tensor ${quote(entry.name)}, which the index ${place}`);
      }
    }
  }
  const inOrder = new Map<string, StoredTensor>();
  for (const [name, file] of weightMap) {
    const found = tensors.get(name);
    if (found) inOrder.set(name, found);
    else if (shards.has(file))
      problems.push(`tensor ${quote(name)} is not in ${quote(file)}, where the index places it`);
  }
  return inOrder;
}
