import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Backend, withBackend } from "@nn/core";
import { DigitsError, messageOf, UsageError } from "./errors";

export const DEFAULT_BACKEND = "wasm";

const PREFIX = "backend-";

/** Runs `fn` on the backend of that name, which is given back afterwards. */
export async function onBackend(name: string, fn: () => Promise<void>): Promise<void> {
  const backend = await openBackend(name);
  try {
    await withBackend(backend, fn);
  } finally {
    backend.dispose();
  }
}

/** Makes the backend of the package `@nn/backend-<name>`, whose factory is exported under the name itself. */
async function openBackend(name: string): Promise<Backend> {
  const installed = installedBackends();
  if (!installed.includes(name)) {
    throw new UsageError(
      `--backend ${name}: the package @nn/${PREFIX}${name} is not installed. ` +
        `Installed: ${installed.join(", ") || "none"}`,
    );
  }
  try {
    const exported = (await import(`@nn/${PREFIX}${name}`)) as Record<string, unknown>;
    const factory = exported[name];
    if (typeof factory !== "function") throw new Error(`it exports no function ${name}()`);
    return await (factory as () => Backend | Promise<Backend>)();
  } catch (cause) {
    throw new DigitsError(`--backend ${name} does not start here: ${messageOf(cause)}`, { cause });
  }
}

/** The names of the backend packages that Node would find from here. */
function installedBackends(): string[] {
  const names = new Set<string>();
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    for (const entry of entriesOf(join(folder, "node_modules", "@nn"))) {
      if (entry.startsWith(PREFIX)) names.add(entry.slice(PREFIX.length));
    }
    if (dirname(folder) === folder) return [...names].sort();
  }
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
