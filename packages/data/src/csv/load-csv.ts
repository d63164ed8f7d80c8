import { ArgumentError } from "@nn/core";
import { DataError } from "../error";
import { gunzipUpTo, isGzip } from "../files/gunzip";
import { filePath, readFile } from "../files/read-file";
import type { CsvTable } from "./csv-table";
import { CsvError } from "./error";
import type { CsvOptions } from "./options";
import { parseCsv } from "./parse-csv";

export interface LoadCsvOptions extends CsvOptions {
  /** The longest file to accept, in bytes after inflating. Default: 256 MiB. */
  readonly maxBytes?: number;
}

/**
 * Reads a CSV file in UTF-8, gzipped or not, as `parseCsv` does: from a path or `file:` URL (Node, Deno, Bun), or from
 * an `http:` or `https:` URL with `fetch`. Errors name the file.
 */
export async function loadCsv(path: string | URL, options: LoadCsvOptions = {}): Promise<CsvTable> {
  const { maxBytes = 2 ** 28 } = options;
  if (!Number.isSafeInteger(maxBytes) || maxBytes < 1) {
    throw new ArgumentError(`loadCsv: maxBytes must be an integer of at least 1, got ${maxBytes}`);
  }
  const bytes = /^https?:/i.test(String(path)) ? await download(path, maxBytes) : await readLocal(path, maxBytes);
  try {
    return await parseCsv(decode(isGzip(bytes) ? await gunzipUpTo(bytes, maxBytes) : bytes), options);
  } catch (cause) {
    if (!(cause instanceof DataError)) throw cause;
    throw new CsvError(`${String(path)}: ${cause.message}`, { cause });
  }
}

async function readLocal(path: string | URL, maxBytes: number): Promise<Uint8Array> {
  const file = filePath(path);
  const bytes = await readFile(file, maxBytes);
  if (bytes === undefined) throw new DataError(`cannot read ${file}: there is no such file or folder`);
  return bytes;
}

async function download(url: string | URL, maxBytes: number): Promise<Uint8Array> {
  const response = await fetch(url).catch((cause: unknown) => {
    throw new DataError(`cannot read ${String(url)}: ${(cause as Error).message}`, { cause });
  });
  if (!response.ok) throw new DataError(`cannot read ${String(url)}: the server answers ${response.status}`);
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (let chunk = await reader?.read(); chunk?.value !== undefined; chunk = await reader?.read()) {
    chunks.push(chunk.value);
    length += chunk.value.byteLength;
    if (length > maxBytes) {
      await reader?.cancel();
      throw new DataError(`cannot read ${String(url)}: it is longer than the ${maxBytes} bytes allowed`);
    }
  }
  return new Uint8Array(await new Blob(chunks as Uint8Array<ArrayBuffer>[]).arrayBuffer());
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new CsvError("the file is no UTF-8 text", { cause });
  }
}
