import { IdxError } from "../idx/error";

/**
 * The bytes of the first of `names` that `folder` has, with its path; undefined when it has none. Asking for Node's
 * modules at run time, instead of importing them, keeps them out of browser bundles.
 */
export async function readFirst(
  folder: string | URL,
  names: readonly string[],
): Promise<{ path: string; bytes: Uint8Array } | undefined> {
  const get = globalThis.process?.getBuiltinModule;
  if (get === undefined) throw new IdxError("no file access in this runtime (it takes Node >= 20.16, Deno or Bun)");
  const fs = get("node:fs/promises");
  const root = typeof folder === "string" ? folder : get("node:url").fileURLToPath(folder);
  for (const name of names) {
    const path = get("node:path").join(root, name);
    try {
      return { path, bytes: await fs.readFile(path) };
    } catch (error) {
      const { code, message } = error as Error & { code?: unknown };
      if (code !== "ENOENT") throw new IdxError(`cannot read ${path}: ${message}`, { cause: error });
    }
  }
  return undefined;
}
