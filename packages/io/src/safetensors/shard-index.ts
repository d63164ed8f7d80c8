import { listProblems } from "../list-problems";
import { quote } from "../quote";
import { SafetensorsError } from "./error";
import { JsonCursor } from "./json-cursor";

/** Which file of the folder holds which tensor. */
export interface ShardIndex {
  /** The texts among the index's metadata. Without a prototype. */
  readonly metadata: Record<string, string>;
  /** From tensor to file name, in the order of the index. */
  readonly weightMap: ReadonlyMap<string, string>;
}

/**
 * Reads `model.safetensors.index.json`, HuggingFace's format: `{"metadata": {"total_size": …}, "weight_map": {"tensor":
 * "model-00001-of-00002.safetensors", …}}`. One error lists all that is wrong with it. Every file it names is a plain
 * name, which cannot lead out of the folder on any system.
 */
export function parseShardIndex(text: string): ShardIndex {
  const { metadata, weight_map: weightMap } = parseObject(text);
  if (!isObject(weightMap)) {
    throw new SafetensorsError(
      `weight_map: expected an object of tensor names and file names, found ${describe(weightMap)}`,
    );
  }
  const problems = repeatedKeys(text);
  for (const [name, file] of Object.entries(weightMap)) {
    if (typeof file !== "string") {
      problems.push(`tensor ${quote(name)}: expected the name of a file, found ${describe(file)}`);
    } else if (!isPlainName(file)) {
      problems.push(
        `tensor ${quote(name)}: expected a file in the folder of the index, such as ` +
          `"model-00001-of-00002.safetensors", found ${quote(file)}`,
      );
    }
  }
  if (problems.length > 0) throw new SafetensorsError(listProblems(problems));
  const texts = Object.entries(isObject(metadata) ? metadata : {}).filter(([, value]) => typeof value === "string");
  return {
    metadata: Object.assign(Object.create(null), Object.fromEntries(texts)) as Record<string, string>,
    weightMap: new Map(Object.entries(weightMap as Record<string, string>)),
  };
}

/** Separators of any system, drive letters, escapes of URLs and control characters are in no shard's name. */
function isPlainName(file: string): boolean {
  return file.endsWith(".safetensors") && !/[/\\:%\p{Cc}]/u.test(file);
}

function parseObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new SafetensorsError(`the index is no JSON: ${quote((cause as Error).message)}`, { cause });
  }
  if (!isObject(value)) throw new SafetensorsError(`expected an object with "weight_map", found ${describe(value)}`);
  return value;
}

/** What stands twice in an object of the index, where `JSON.parse` keeps the last in silence. */
function repeatedKeys(text: string): string[] {
  const problems: string[] = [];
  const cursor = new JsonCursor(text, "index");
  const visit = (what: string, visitValue: (key: string) => void): void => {
    const seen = new Set<string>();
    cursor.expect("{", "index");
    if (cursor.take("}")) return;
    do {
      const key = cursor.string("index", "a key in quotes");
      if (seen.has(key)) problems.push(`${what} ${quote(key)} stands there twice`);
      seen.add(key);
      cursor.expect(":", "index");
      visitValue(key);
    } while (cursor.take(","));
    cursor.expect("}", "index");
  };
  visit("key", (key) => {
    if (key === "weight_map") visit("tensor", () => cursor.skip());
    else cursor.skip();
  });
  return problems;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function describe(value: unknown): string {
  if (value === undefined) return "none";
  return quote(JSON.stringify(value));
}
