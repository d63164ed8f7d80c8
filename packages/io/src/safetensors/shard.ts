import { openFile, type ReadableFile } from "../files";
import { readError } from "./error";
import type { Header, HeaderEntry } from "./header";
import type { RawTensor } from "./raw-tensor";
import { PREFIX_LENGTH, readHeader, readHeaderLength } from "./read-header";

/** One safetensors file, opened, with its header read and checked. */
export interface Shard extends Header {
  read(entry: HeaderEntry): Promise<RawTensor>;
  close(): Promise<void>;
}

/** Opens the file at `path`; errors call it `shownAs`. */
export async function openShard(path: string | URL, shownAs: string | URL = path): Promise<Shard> {
  let file: ReadableFile | undefined;
  try {
    const opened = await openFile(path);
    file = opened;
    const prefix = await opened.read(0, Math.min(PREFIX_LENGTH, opened.size));
    const headerLength = readHeaderLength(prefix, opened.size);
    const start = PREFIX_LENGTH + headerLength;
    const header = readHeader(await opened.read(PREFIX_LENGTH, headerLength), opened.size - start);
    return {
      ...header,
      close: () => opened.close(),
      read: async ({ dtype, shape, begin, end }) => {
        try {
          return { dtype, shape, bytes: await opened.read(start + begin, end - begin) };
        } catch (cause) {
          throw readError(shownAs, cause);
        }
      },
    };
  } catch (cause) {
    await file?.close();
    throw readError(shownAs, cause);
  }
}
