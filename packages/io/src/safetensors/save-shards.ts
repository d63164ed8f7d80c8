import { builtins, toPath, writeFileAtomically } from "../files";
import { compareCodePoints } from "./compare-code-points";
import { encodeSafetensors } from "./encode";
import { SafetensorsError } from "./error";
import type { RawTensor } from "./raw-tensor";

type NamedTensor = readonly [name: string, tensor: RawTensor];

const ENDING = ".safetensors";

/**
 * Writes one file, or shards and their index, in HuggingFace's layout, and removes what an earlier call left under
 * `target` besides. While shards are written there is no index, so that no reader takes a mixture for a model.
 */
export async function saveShards(
  target: string | URL,
  tensors: readonly NamedTensor[],
  maxBytes: number,
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { fs, path: paths } = builtins();
  const path = toPath(target);
  if (!path.endsWith(ENDING)) throw new SafetensorsError(`a model in shards needs a path that ends with ${ENDING}`);
  if (Object.hasOwn(metadata, "total_size"))
    throw new SafetensorsError('metadata "total_size" is the size of the shards');
  const stem = path.slice(0, -ENDING.length);
  const indexPath = `${path}.index.json`;
  const shards = split(tensors, maxBytes);
  const names = shards.map((_, i) => `${stem}-${digits(i + 1)}-of-${digits(shards.length)}${ENDING}`);
  if (shards.length === 1) {
    await writeFileAtomically(path, encodeSafetensors(tensors, metadata));
    await fs.rm(indexPath, { force: true });
  } else {
    await fs.rm(indexPath, { force: true });
    for (const [i, shard] of shards.entries()) await writeFileAtomically(names[i], encodeSafetensors(shard, FORMAT));
    const files = names.map((name) => paths.basename(name));
    await writeFileAtomically(indexPath, [new TextEncoder().encode(encodeIndex(shards, files, metadata))]);
    await fs.rm(path, { force: true });
  }
  await removeShards(stem, shards.length === 1 ? [] : names);
}

/** What HuggingFace's readers ask of every shard. */
const FORMAT = { format: "pt" };

/** In order, as many tensors to a shard as it may hold, and at least one. */
function split(tensors: readonly NamedTensor[], maxBytes: number): NamedTensor[][] {
  const shards: NamedTensor[][] = [[]];
  let size = 0;
  for (const entry of tensors) {
    const { byteLength } = entry[1].bytes;
    if (size + byteLength > maxBytes && shards[shards.length - 1].length > 0) {
      shards.push([]);
      size = 0;
    }
    shards[shards.length - 1].push(entry);
    size += byteLength;
  }
  return shards;
}

/** By hand, like the header of a shard: a JavaScript object would put keys that look like integers first. */
function encodeIndex(
  shards: readonly NamedTensor[][],
  files: readonly string[],
  metadata: Readonly<Record<string, string>>,
): string {
  const total = shards.flat().reduce((sum, [, { bytes }]) => sum + bytes.byteLength, 0);
  const about = Object.entries(metadata).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  const places = shards
    .flatMap((shard, i) => shard.map(([name]) => [name, files[i]] as const))
    .sort(([a], [b]) => compareCodePoints(a, b))
    .map(([name, file]) => `${JSON.stringify(name)}: ${JSON.stringify(file)}`);
  return `{\n  "metadata": ${block([`"total_size": ${total}`, ...about])},\n  "weight_map": ${block(places)}\n}\n`;
}

function block(lines: readonly string[]): string {
  return `{\n    ${lines.join(",\n    ")}\n  }`;
}

async function removeShards(stem: string, kept: readonly string[]): Promise<void> {
  const { fs, path: paths } = builtins();
  const folder = paths.dirname(stem);
  const prefix = paths.basename(stem);
  for (const name of await fs.readdir(folder)) {
    const isShard = name.startsWith(prefix) && /^-\d{5,}-of-\d{5,}\.safetensors$/.test(name.slice(prefix.length));
    if (isShard && !kept.some((path) => paths.basename(path) === name)) await fs.rm(paths.join(folder, name));
  }
}

function digits(value: number): string {
  return String(value).padStart(5, "0");
}
