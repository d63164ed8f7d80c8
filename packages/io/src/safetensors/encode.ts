import { byteSize } from "./byte-size";
import { compareCodePoints } from "./compare-code-points";
import { SAFETENSORS_DTYPES, isSafetensorsDType } from "./dtypes";
import { SafetensorsError } from "./error";
import { METADATA_KEY } from "./header";
import { quote } from "../quote";
import type { RawTensor } from "./raw-tensor";
import { MAX_HEADER_LENGTH, PREFIX_LENGTH } from "./read-header";

type NamedTensor = readonly [name: string, tensor: RawTensor];

/** The pieces of a file, in order: what stands before the data, then each tensor's bytes. */
export function encodeSafetensors(
  tensors: Iterable<NamedTensor>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array[] {
  const sorted = [...tensors];
  checkTensors(sorted);
  sorted.sort(([nameA, a], [nameB, b]) => layoutRank(a) - layoutRank(b) || compareCodePoints(nameA, nameB));

  // Built by hand: a JavaScript object would put keys that look like integers first.
  const fields = encodeMetadata(metadata);
  let offset = 0;
  for (const [name, { dtype, shape, bytes }] of sorted) {
    const end = offset + bytes.byteLength;
    fields.push(`${JSON.stringify(name)}:{"dtype":"${dtype}","shape":[${shape}],"data_offsets":[${offset},${end}]}`);
    offset = end;
  }
  return [encodeHeader(`{${fields}}`), ...sorted.map(([, { bytes }]) => bytes)];
}

function checkTensors(tensors: readonly NamedTensor[]): void {
  const seen = new Set<string>();
  for (const [name, tensor] of tensors) {
    const where = `tensor ${quote(name)}`;
    if (name === METADATA_KEY) throw new SafetensorsError(`${where}: the name is reserved for the metadata`);
    if (seen.has(name)) throw new SafetensorsError(`${where}: two tensors have this name`);
    seen.add(name);
    checkText(name, where);
    checkTensor(name, tensor);
  }
}

function checkTensor(name: string, { dtype, shape, bytes }: RawTensor): void {
  const where = `tensor ${quote(name)}`;
  if (!isSafetensorsDType(dtype)) {
    throw new SafetensorsError(
      `${where}: unknown dtype ${quote(String(dtype))}, expected one of ${SAFETENSORS_DTYPES.join(", ")}`,
    );
  }
  if (!shape.every((size) => Number.isSafeInteger(size) && size >= 0)) {
    throw new SafetensorsError(`${where}: shape [${shape}] must hold non-negative integers`);
  }
  const expected = byteSize(name, dtype, shape);
  if (bytes.byteLength !== expected) {
    throw new SafetensorsError(
      `${where}: holds ${bytes.byteLength} bytes, expected ${expected} for shape [${shape}] of ${dtype}`,
    );
  }
}

function encodeMetadata(metadata: Readonly<Record<string, string>>): string[] {
  const keys = Object.keys(metadata).sort(compareCodePoints);
  if (keys.length === 0) return [];
  const pairs = keys.map((key) => {
    const value: unknown = metadata[key];
    const where = `${METADATA_KEY} ${quote(key)}`;
    if (typeof value !== "string") throw new SafetensorsError(`${where}: expected a string, found ${typeof value}`);
    checkText(key, where);
    checkText(value, where);
    return `${JSON.stringify(key)}:${JSON.stringify(value)}`;
  });
  return [`"${METADATA_KEY}":{${pairs}}`];
}

/** The length of the header, and the header padded with spaces so that the data starts at a multiple of 8. */
function encodeHeader(json: string): Uint8Array {
  const text = new TextEncoder().encode(json);
  const length = Math.ceil(text.byteLength / 8) * 8;
  if (length > MAX_HEADER_LENGTH) {
    throw new SafetensorsError(`the header takes ${length} bytes, expected at most ${MAX_HEADER_LENGTH}`);
  }
  const header = new Uint8Array(PREFIX_LENGTH + length).fill(0x20);
  new DataView(header.buffer).setBigUint64(0, BigInt(length), true);
  header.set(text, PREFIX_LENGTH);
  return header;
}

function layoutRank(tensor: RawTensor): number {
  return SAFETENSORS_DTYPES.indexOf(tensor.dtype);
}

function checkText(text: string, where: string): void {
  if (/[\uD800-\uDFFF]/u.test(text)) throw new SafetensorsError(`${where}: an unpaired surrogate is no valid text`);
}
