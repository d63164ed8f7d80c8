import { access, constants, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { CheckpointFolder, fileErrorReason, makeFolder, writeFileAtomically } from "@nn/io";
import { DigitsError, UsageError } from "./errors";

/** Throws unless a file can be written under `path`, so that no training is in vain. */
export async function checkWritable(option: string, path: string): Promise<void> {
  const refuse = (reason: string, cause?: unknown): never => {
    throw new DigitsError(`cannot write ${option} ${path}: ${reason}. Name a file in a folder that exists`, { cause });
  };
  const info = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== "ENOENT") refuse(fileErrorReason(cause), cause);
  });
  if (info?.isDirectory()) refuse("it is a folder");
  // Writing would put a file in the place of a device.
  if (info && !info.isFile()) refuse("it is no regular file");
  await access(dirname(path), constants.W_OK).catch((cause: unknown) => refuse(fileErrorReason(cause), cause));
}

/** The files that a training writes, by the options that name them. */
export type OutputFiles = Readonly<Record<"--out" | "--curves" | "--log", string | undefined>>;

/** `name` is for the network and the picture beside it, unless they have names. */
export function outputFiles(
  { save, out, curves, log }: Readonly<{ save: boolean; out?: string; curves?: string; log?: string }>,
  name: string,
): OutputFiles {
  const network = save ? (out ?? `${name}.safetensors`) : undefined;
  const files = { "--out": network, "--curves": curves ?? network?.replace(/(\.safetensors)?$/, ".svg"), "--log": log };
  const paths = Object.values(files).flatMap((path) => (path === undefined ? [] : [resolve(path)]));
  if (new Set(paths).size === paths.length) return files;
  throw new UsageError("--out, --curves and --log must name different files");
}

/**
 * Throws unless checkpoints can be written to `folder`, which is made if it is missing, and it holds some of a run only
 * when that is to go on. Gives the number of checkpoints in it.
 */
export async function checkCheckpoints(folder: string, resume: boolean): Promise<number> {
  try {
    await makeFolder(folder);
    await access(folder, constants.W_OK);
  } catch (cause) {
    // What Node says of a folder that cannot be made somewhere in a path.
    const isUnmade = (cause as NodeJS.ErrnoException).code === "ENOENT";
    const reason = isUnmade ? "it cannot be made" : fileErrorReason(cause);
    throw new DigitsError(`cannot write to --checkpoints ${folder}: ${reason}. Name a folder that can be written`, {
      cause,
    });
  }
  const { length } = await new CheckpointFolder(folder).list();
  if (length === 0 || resume) return length;
  throw new DigitsError(
    `--checkpoints ${folder} holds the checkpoints of a run: give --resume to go on with it, or name another folder`,
  );
}

/** Writes a file that appears when it is complete. */
export async function writeText(option: string, path: string, text: string): Promise<void> {
  try {
    await writeFileAtomically(path, [new TextEncoder().encode(text)]);
  } catch (cause) {
    throw new DigitsError(`cannot write ${option} ${path}: ${fileErrorReason(cause)}`, { cause });
  }
}
