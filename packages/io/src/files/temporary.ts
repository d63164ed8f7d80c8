import { builtins } from "./builtins";

const ENDING = /^(.+)\.(\d{1,10})-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/;

/** No write pauses for longer than this; what is older belongs to a process that another one's number hides. */
const HOUR = 3_600_000;

/** A name beside `target` that no other write uses. It carries the number of this process. */
export function temporaryName(target: string): string {
  return `${target}.${globalThis.process.pid}-${globalThis.crypto.randomUUID()}.tmp`;
}

/** The name of the file that the temporary file `name` was to become; undefined for other files. */
export function targetOfTemporary(name: string): string | undefined {
  return ENDING.exec(name)?.[1];
}

/**
 * Removes the temporary file at `path` if its process is gone. A process number that is in use proves nothing when it
 * was given out again, so files from before this process started, and any after an hour, go as well.
 */
export async function removeIfAbandoned(path: string): Promise<void> {
  const { fs } = builtins();
  const info = await fs.stat(path).catch(() => undefined);
  if (info === undefined) return;
  const pid = Number(ENDING.exec(path)?.[2]);
  const started = Date.now() - globalThis.process.uptime() * 1000;
  const gone = pid === globalThis.process.pid ? info.mtimeMs < started : !isRunning(pid);
  if (gone || Date.now() - info.mtimeMs > HOUR) await fs.rm(path, { force: true });
}

function isRunning(pid: number): boolean {
  try {
    return globalThis.process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs and belongs to somebody else.
    return (error as { code?: unknown }).code === "EPERM";
  }
}
