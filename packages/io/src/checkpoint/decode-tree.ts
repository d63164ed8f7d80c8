import type { Tensor } from "@nn/core";
import { listProblems } from "../list-problems";
import { quote } from "../quote";
import type { CheckpointTree } from "./checkpoint-tree";
import { CheckpointError } from "./error";
import { DEEPEST, MARK, METADATA_KEY, NUMBER, TENSOR, VERSION } from "./format";

const NUMBERS: ReadonlyMap<string, number> = /* @__PURE__ */ new Map([
  ["NaN", NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
  ["-0", -0],
]);

/**
 * Reads the text of a checkpoint that holds tensors of the names in `stored`. An error lists all that does not fit:
 * every tensor has to have exactly one place. Returns what puts the tensors in their places.
 */
export function decodeTree(
  metadata: Readonly<Record<string, string>>,
  stored: ReadonlySet<string>,
): (tensor: (name: string) => Tensor) => CheckpointTree {
  const tree = readTree(metadata);
  const problems: string[] = [];
  const placed = new Set<string>();
  walk(tree, problems, (name) => {
    if (!stored.has(name)) problems.push(`tensor ${quote(name)} of the tree is not in the file`);
    if (placed.has(name)) problems.push(`tensor ${quote(name)} has two places in the tree`);
    placed.add(name);
    return null;
  });
  for (const name of stored) if (!placed.has(name)) problems.push(`tensor ${quote(name)} has no place in the tree`);
  if (problems.length > 0) throw new CheckpointError(listProblems(problems));
  return (tensor) => walk(tree, problems, tensor);
}

function readTree(metadata: Readonly<Record<string, string>>): unknown {
  const text = Object.hasOwn(metadata, METADATA_KEY) ? metadata[METADATA_KEY] : undefined;
  if (text === undefined) {
    throw new CheckpointError(
      `it is no checkpoint: its metadata has no ${quote(METADATA_KEY)}; loadSafetensors reads it`,
    );
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new CheckpointError(`its tree is no JSON: ${quote((cause as Error).message)}`, { cause });
  }
  if (typeof content !== "object" || content === null || !Object.hasOwn(content, "tree")) {
    throw new CheckpointError('its metadata holds no "tree"');
  }
  const { version, tree } = content as { version?: unknown; tree: unknown };
  if (version === VERSION) return tree;
  throw new CheckpointError(
    `its version is ${quote(JSON.stringify(version) ?? "none")}, expected ${VERSION}: another release of @nn/io wrote it`,
  );
}

function walk(value: unknown, problems: string[], tensor: (name: string) => CheckpointTree, depth = 0): CheckpointTree {
  if (typeof value === "string") return decodeText(value, problems, tensor);
  if (typeof value !== "object" || value === null) return value as number | boolean | null;
  if (depth === DEEPEST) throw new CheckpointError(`its tree is deeper than ${DEEPEST} levels`);
  if (Array.isArray(value)) return value.map((item: unknown) => walk(item, problems, tensor, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, problems, tensor, depth + 1)]));
}

function decodeText(text: string, problems: string[], tensor: (name: string) => CheckpointTree): CheckpointTree {
  if (!text.startsWith(MARK)) return text;
  if (text.startsWith(MARK + MARK)) return text.slice(MARK.length);
  if (text.startsWith(TENSOR)) return tensor(text.slice(TENSOR.length));
  const number = text.startsWith(NUMBER) ? NUMBERS.get(text.slice(NUMBER.length)) : undefined;
  if (number !== undefined) return number;
  problems.push(`${quote(text)} in the tree is neither a tensor nor a number`);
  return null;
}
