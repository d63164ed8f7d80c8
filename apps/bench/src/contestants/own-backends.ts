import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { appRoot } from "../app-root";
import type { BackendModule } from "./nn";

const packages = join(appRoot, "../../packages");
const PREFIX = "backend-";

/** The backends of the workspace by name: `cpu` for packages/backend-cpu. */
export function backendNames(): string[] {
  return readdirSync(packages)
    .filter((folder) => folder.startsWith(PREFIX))
    .map((folder) => folder.slice(PREFIX.length));
}

/** The built module of a backend, whose factory has the backend's name. */
export function backendModule(name: string): BackendModule {
  const folder = join(packages, PREFIX + name);
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    exports: { ".": { import: { default: string } } };
  };
  const file = join(folder, manifest.exports["."].import.default);
  if (!existsSync(file)) throw new Error(`packages/${PREFIX}${name} is not built`);
  return { url: pathToFileURL(file).href, factory: name };
}
