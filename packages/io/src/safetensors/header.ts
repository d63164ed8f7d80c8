import type { SafetensorsDType } from "./dtypes";
import { SAFETENSORS_DTYPES, isSafetensorsDType } from "./dtypes";
import { SafetensorsError } from "./error";
import { JsonCursor } from "./json-cursor";
import { quote } from "../quote";

/** The key of the header under which free text stands instead of a tensor. */
export const METADATA_KEY = "__metadata__";

/** What the header says of one tensor. `begin` and `end` count bytes from the end of the header. */
export interface HeaderEntry {
  readonly name: string;
  readonly dtype: SafetensorsDType;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

export interface Header {
  /** Without a prototype: any key is plain data. */
  readonly metadata: Record<string, string>;
  readonly entries: readonly HeaderEntry[];
}

/**
 * Reads the header's JSON. It follows the header's own grammar rather than reading any JSON first, so that repeated
 * keys are seen and deep nesting costs nothing.
 */
export function parseHeader(text: string): Header {
  if (text[0] !== "{") {
    throw new SafetensorsError(
      `header: expected a JSON object that starts with "{", found ${quote(text.slice(0, 24))}`,
    );
  }
  const cursor = new JsonCursor(text);
  const entries: HeaderEntry[] = [];
  let metadata: Record<string, string> = Object.create(null);
  readObject(cursor, "header", (name) => {
    if (name === METADATA_KEY) metadata = parseMetadata(cursor);
    else entries.push(parseEntry(cursor, name));
  });
  cursor.expectEnd("header");
  return { metadata, entries };
}

function parseMetadata(cursor: JsonCursor): Record<string, string> {
  const metadata: Record<string, string> = Object.create(null);
  readObject(cursor, METADATA_KEY, (key) => {
    metadata[key] = cursor.string(`${METADATA_KEY} ${quote(key)}`, "a string");
  });
  return metadata;
}

function parseEntry(cursor: JsonCursor, name: string): HeaderEntry {
  const where = `tensor ${quote(name)}`;
  let dtype: SafetensorsDType | undefined;
  let shape: number[] | undefined;
  let offsets: number[] | undefined;
  readObject(cursor, where, (field) => {
    if (field === "dtype") dtype = parseDType(cursor, where);
    else if (field === "shape") shape = readSizes(cursor, `${where}: shape`);
    else if (field === "data_offsets") offsets = readSizes(cursor, `${where}: data_offsets`);
    else {
      throw new SafetensorsError(`${where}: unknown field ${quote(field)}, expected dtype, shape and data_offsets`);
    }
  });
  if (dtype === undefined) throw new SafetensorsError(`${where}: dtype is missing`);
  if (shape === undefined) throw new SafetensorsError(`${where}: shape is missing`);
  if (offsets === undefined) throw new SafetensorsError(`${where}: data_offsets is missing`);
  if (offsets.length !== 2) {
    throw new SafetensorsError(`${where}: data_offsets holds ${offsets.length} numbers, expected 2 (begin and end)`);
  }
  const [begin, end] = offsets;
  return { name, dtype, shape, begin, end };
}

function parseDType(cursor: JsonCursor, where: string): SafetensorsDType {
  const dtype = cursor.string(`${where}: dtype`, "a string");
  if (isSafetensorsDType(dtype)) return dtype;
  throw new SafetensorsError(
    `${where}: unknown dtype ${quote(dtype)}, expected one of ${SAFETENSORS_DTYPES.join(", ")}`,
  );
}

/** Reads an object, calling `readValue` with each key when the cursor stands before its value. */
function readObject(cursor: JsonCursor, where: string, readValue: (key: string) => void): void {
  const seen = new Set<string>();
  cursor.expect("{", where);
  if (cursor.take("}")) return;
  do {
    const key = cursor.string(where, "a key in quotes");
    if (seen.has(key)) throw new SafetensorsError(`${where}: key ${quote(key)} stands there twice`);
    seen.add(key);
    cursor.expect(":", `${where}: after key ${quote(key)}`);
    readValue(key);
  } while (cursor.take(","));
  cursor.expect("}", where);
}

function readSizes(cursor: JsonCursor, where: string): number[] {
  const sizes: number[] = [];
  cursor.expect("[", where);
  if (cursor.take("]")) return sizes;
  do sizes.push(cursor.size(where, "a non-negative integer below 2^53"));
  while (cursor.take(","));
  cursor.expect("]", where);
  return sizes;
}
