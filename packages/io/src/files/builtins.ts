/**
 * Files through Node's API, which Deno and Bun have too. Asking for the modules at run time, instead of importing
 * them, keeps them out of browser bundles: https://nodejs.org/api/process.html#processgetbuiltinmoduleid
 */
export function builtins() {
  const get = globalThis.process?.getBuiltinModule;
  if (get === undefined) {
    throw new Error("no file access in this runtime (it takes Node >= 20.16, Deno or Bun), pass the bytes instead");
  }
  return { fs: get("node:fs/promises"), path: get("node:path"), url: get("node:url") };
}

/** A path as text, whichever way it was given. */
export function toPath(path: string | URL): string {
  return typeof path === "string" ? path : builtins().url.fileURLToPath(path);
}
