import { builtins } from "./builtins";

/** A file opened for reading. */
export interface ReadableFile {
  readonly size: number;
  /** Exactly `length` bytes from `position` on, in a buffer of their own. */
  read(position: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Operating systems read less than 2^31 bytes at once. */
const LARGEST_READ = 2 ** 30;

export async function openFile(path: string | URL): Promise<ReadableFile> {
  const { fs } = builtins();
  // Not opened to find out: opening a pipe waits for its other end.
  if (!(await fs.stat(path)).isFile()) throw new Error("it is no regular file");
  const handle = await fs.open(path, "r");
  try {
    return {
      size: (await handle.stat()).size,
      close: () => handle.close(),
      read: async (position, length) => {
        const bytes = new Uint8Array(length);
        let done = 0;
        while (done < length) {
          const wanted = Math.min(length - done, LARGEST_READ);
          const { bytesRead } = await handle.read(bytes, done, wanted, position + done);
          if (bytesRead === 0) throw new Error(`it was cut at byte ${position + done} while it was read`);
          done += bytesRead;
        }
        return bytes;
      },
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Every byte of a file. */
export async function readWhole(path: string | URL): Promise<Uint8Array> {
  const file = await openFile(path);
  try {
    return await file.read(0, file.size);
  } finally {
    await file.close();
  }
}
