import { Tensor } from "@nn/core";
import { quote } from "../quote";
import type { CheckpointTree } from "./checkpoint-tree";
import { CheckpointError } from "./error";
import { DEEPEST, MARK, METADATA_KEY, NUMBER, TENSOR, VERSION } from "./format";
import { TensorNames } from "./tensor-names";

export interface EncodedTree {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: readonly (readonly [name: string, tensor: Tensor])[];
}

/** Splits a tree into its tensors, under unique names, and the text that says where they belong. */
export function encodeTree(tree: CheckpointTree): EncodedTree {
  const names = new TensorNames();
  const tensors: [string, Tensor][] = [];
  const path: string[] = [];
  const above = new Set<unknown>();

  const encode = (value: unknown): unknown => {
    if (value instanceof Tensor) {
      const name = names.unique(path);
      tensors.push([name, value]);
      return TENSOR + name;
    }
    if (typeof value === "number") return encodeNumber(value);
    if (typeof value === "string") return value.startsWith(MARK) ? MARK + value : value;
    if (typeof value === "boolean" || value === null) return value;
    if (!isContainer(value)) throw new CheckpointError(`${place(path)}: a checkpoint cannot hold ${describe(value)}`);
    if (above.has(value)) throw new CheckpointError(`${place(path)}: the tree contains itself here`);
    if (path.length === DEEPEST) throw new CheckpointError(`${place(path)}: the tree is deeper than ${DEEPEST} levels`);
    above.add(value);
    const encoded = Array.isArray(value) ? encodeArray(value) : encodeObject(value);
    above.delete(value);
    return encoded;
  };
  const encodeMember = (key: string, value: unknown): unknown => {
    path.push(key);
    const encoded = encode(value);
    path.pop();
    return encoded;
  };
  // By index: a hole is a member that is undefined.
  const encodeArray = (items: readonly unknown[]): unknown =>
    Array.from(items, (item, i) => encodeMember(String(i), item));
  const encodeObject = (object: object): unknown => {
    const members = Object.entries(object).filter(([, value]) => value !== undefined);
    // fromEntries() and JSON keep "__proto__" as a plain key.
    return Object.fromEntries(members.map(([key, value]) => [key, encodeMember(key, value)]));
  };

  const encoded = encode(tree);
  return { metadata: { [METADATA_KEY]: JSON.stringify({ version: VERSION, tree: encoded }) }, tensors };
}

function encodeNumber(value: number): number | string {
  return Number.isFinite(value) && !Object.is(value, -0) ? value : `${NUMBER}${Object.is(value, -0) ? "-0" : value}`;
}

function isContainer(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === null || prototype === Object.prototype;
}

function describe(value: unknown): string {
  if (value === undefined) return "undefined, except as a member of an object, which is left out; use null";
  if (value instanceof Map) return "a Map; give it as a plain object: Object.fromEntries(map)";
  if (value instanceof Set) return "a Set; give it as an array: [...set]";
  if (ArrayBuffer.isView(value)) return `a ${value.constructor.name}; give it as a tensor or an array`;
  if (typeof value === "object" && value !== null) {
    const { constructor: made } = value as { constructor?: unknown };
    return `${typeof made === "function" && made.name !== "" ? `an instance of ${made.name}` : "this object"}; give it as a plain object`;
  }
  return `a ${typeof value}; expected tensors, numbers, strings, booleans and null in plain objects and arrays`;
}

/** Where in the tree, for errors. */
function place(path: readonly string[]): string {
  return path.length === 0 ? "the tree" : quote(path.join("."));
}
