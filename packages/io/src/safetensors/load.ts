import { type Tensor, tensor } from "@nn/core";
import { fileErrorReason, openFile, type ReadableFile } from "../node-files";
import { SafetensorsError } from "./error";
import type { HeaderEntry } from "./header";
import { parseSafetensors } from "./parse";
import { quote } from "./quote";
import type { RawTensor } from "./raw-tensor";
import { PREFIX_LENGTH, readHeader, readHeaderLength } from "./read-header";
import { toHost } from "./to-host";

/**
 * Loads every tensor of a safetensors file, from a path (Node, Deno, Bun) or from bytes. F16 and BF16 become float32,
 * exactly; integers that are not U8 become int32, or throw when a value does not fit. Nothing is loaded on an error.
 */
export async function loadSafetensors(source: string | URL | ArrayBuffer | Uint8Array): Promise<Map<string, Tensor>> {
  if (typeof source === "string" || source instanceof URL) return await loadFile(source);
  return await toTensors(parseSafetensors(source).tensors);
}

async function loadFile(path: string | URL): Promise<Map<string, Tensor>> {
  let file: ReadableFile | undefined;
  try {
    file = await openFile(path);
    const prefix = await file.read(0, Math.min(PREFIX_LENGTH, file.size));
    const headerLength = readHeaderLength(prefix, file.size);
    const start = PREFIX_LENGTH + headerLength;
    const { entries } = readHeader(await file.read(PREFIX_LENGTH, headerLength), file.size - start);
    return await toTensors(readEach(file, start, entries));
  } catch (cause) {
    if (cause instanceof SafetensorsError)
      throw new SafetensorsError(`${quote(String(path))}: ${cause.message}`, { cause });
    throw new SafetensorsError(`cannot read ${quote(String(path))}: ${fileErrorReason(cause)}`, { cause });
  } finally {
    await file?.close();
  }
}

/** Tensor by tensor, so that a file larger than memory's free half still loads. */
async function* readEach(
  file: ReadableFile,
  start: number,
  entries: readonly HeaderEntry[],
): AsyncGenerator<[string, RawTensor]> {
  for (const { name, dtype, shape, begin, end } of entries) {
    yield [name, { dtype, shape, bytes: await file.read(start + begin, end - begin) }];
  }
}

async function toTensors(
  raw: Iterable<[string, RawTensor]> | AsyncIterable<[string, RawTensor]>,
): Promise<Map<string, Tensor>> {
  const tensors = new Map<string, Tensor>();
  try {
    for await (const [name, item] of raw) {
      tensors.set(name, toTensor(name, item));
    }
  } catch (error) {
    for (const loaded of tensors.values()) loaded.dispose();
    throw error;
  }
  return tensors;
}

function toTensor(name: string, raw: RawTensor): Tensor {
  const { data, dtype } = toHost(name, raw);
  try {
    return tensor(data, { shape: raw.shape, dtype });
  } catch (cause) {
    // Such as a backend that does not hold float64, or is out of memory.
    throw new SafetensorsError(`tensor ${quote(name)}: ${(cause as Error).message}`, { cause });
  }
}
