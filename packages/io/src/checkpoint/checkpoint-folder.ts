import {
  builtins,
  errorCode,
  fileErrorReason,
  makeFolder,
  removeIfAbandoned,
  targetOfTemporary,
  toPath,
} from "../files";
import { quote } from "../quote";
import type { CheckpointTree } from "./checkpoint-tree";
import { CheckpointError } from "./error";
import { loadCheckpoint } from "./load";
import { captureCheckpoint, writeCheckpoint } from "./save";

export interface CheckpointFolderOptions {
  /** How many checkpoints to keep. Default 3. */
  readonly keep?: number;
}

/** A checkpoint in a folder. */
export interface StoredCheckpoint {
  readonly step: number;
  readonly path: string;
}

const NAME = /^checkpoint-(\d{9,16})\.safetensors$/;

/**
 * The last few checkpoints of a training run, in files of a folder (Node, Deno, Bun): `checkpoint-000001000.safetensors`
 * is that of step 1000. Whenever the process ends, what is in the folder is complete. Other files are left alone.
 */
export class CheckpointFolder {
  readonly #folder: string | URL;
  readonly #keep: number;
  #saving: Promise<unknown> = Promise.resolve();

  constructor(path: string | URL, { keep = 3 }: CheckpointFolderOptions = {}) {
    if (!Number.isSafeInteger(keep) || keep < 1) {
      throw new CheckpointError(`keep: expected a number of checkpoints of at least 1, got ${String(keep)}`);
    }
    this.#folder = path;
    this.#keep = keep;
  }

  /**
   * Saves `tree`, as it is at the call, as the checkpoint of `step`, and then deletes all but the last `keep` by step; a
   * checkpoint of the same step is replaced. The folder is made when it is missing. Returns the file's path.
   */
  async save(step: number, tree: CheckpointTree): Promise<string> {
    if (!Number.isSafeInteger(step) || step < 0) {
      throw new CheckpointError(`step: expected a non-negative integer, got ${String(step)}`);
    }
    const captured = captureCheckpoint(tree);
    // One after the other, so that one call's cleaning up does not meet another's writing.
    const saved = this.#saving.then(async () => await this.#write(step, await captured));
    this.#saving = Promise.allSettled([captured, saved]);
    return await saved;
  }

  /** The checkpoints in the folder, the earliest step first; none when there is no folder. */
  async list(): Promise<StoredCheckpoint[]> {
    const { path: paths } = builtins();
    const found: StoredCheckpoint[] = [];
    for (const name of await this.#names()) {
      const step = Number(NAME.exec(name)?.[1]);
      if (Number.isSafeInteger(step) && fileName(step) === name)
        found.push({ step, path: paths.join(this.#path, name) });
    }
    return found.sort((a, b) => a.step - b.step);
  }

  /** Loads the checkpoint of the highest step; undefined when there is none. The error of a damaged one names another. */
  async latest(): Promise<(StoredCheckpoint & { readonly tree: CheckpointTree }) | undefined> {
    const checkpoints = await this.list();
    const last = checkpoints.at(-1);
    if (last === undefined) return undefined;
    try {
      return { ...last, tree: await loadCheckpoint(last.path) };
    } catch (cause) {
      const older = checkpoints.at(-2);
      const hint =
        older === undefined
          ? "there is no older one in the folder"
          : `the one before it is ${quote(older.path)}, which loadCheckpoint reads`;
      throw new CheckpointError(`the latest checkpoint cannot be loaded: ${(cause as Error).message} (${hint})`, {
        cause,
      });
    }
  }

  get #path(): string {
    return toPath(this.#folder);
  }

  async #write(step: number, pieces: readonly Uint8Array[]): Promise<string> {
    const { path: paths } = builtins();
    try {
      await makeFolder(this.#path);
    } catch (cause) {
      throw new CheckpointError(`cannot make the folder ${quote(this.#path)}: ${fileErrorReason(cause)}`, { cause });
    }
    // First of all: on a full disk what they take up is what is missing.
    await this.#removeTemporaries();
    const path = paths.join(this.#path, fileName(step));
    await writeCheckpoint(path, pieces);
    await this.#removeOld(path);
    return path;
  }

  /** What earlier processes left unfinished. */
  async #removeTemporaries(): Promise<void> {
    for (const name of await this.#names()) {
      if (!NAME.test(targetOfTemporary(name) ?? "")) continue;
      const path = builtins().path.join(this.#path, name);
      await removing(path, async () => await removeIfAbandoned(path));
    }
  }

  async #removeOld(written: string): Promise<void> {
    const checkpoints = await this.list();
    // A step below the others' is not deleted as soon as it is saved.
    const old = checkpoints.slice(0, -this.#keep).filter(({ path }) => path !== written);
    for (const { path } of old) await removing(path, async () => await builtins().fs.rm(path, { force: true }));
  }

  async #names(): Promise<string[]> {
    try {
      const entries = await builtins().fs.readdir(this.#path, { withFileTypes: true });
      return entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
    } catch (cause) {
      if (errorCode(cause) === "ENOENT") return [];
      throw new CheckpointError(`cannot read the folder ${quote(String(this.#folder))}: ${fileErrorReason(cause)}`, {
        cause,
      });
    }
  }
}

function fileName(step: number): string {
  return `checkpoint-${String(step).padStart(9, "0")}.safetensors`;
}

async function removing(path: string, remove: () => Promise<void>): Promise<void> {
  try {
    await remove();
  } catch (cause) {
    throw new CheckpointError(`cannot delete ${quote(path)}: ${fileErrorReason(cause)}`, { cause });
  }
}
