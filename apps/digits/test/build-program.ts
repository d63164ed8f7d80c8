import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "tsup";

/** A built program. */
export interface Program {
  /** What Node runs. */
  readonly path: string;
  remove(): void;
}

const BACKEND = "node_modules/@nn/backend-cpu";

/**
 * Builds the program from the workspace's sources into a folder of its own, where `--backend` finds the backend as an
 * installed package. Both share their modules.
 */
export async function buildProgram(): Promise<Program> {
  const app = join(import.meta.dirname, "..");
  // Git ignores it, and packages are found from there.
  const folder = mkdtempSync(join(app, "node_modules/.program-"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ version: "0.0.0", type: "module" }));
  const dist = join(folder, "dist");
  await build({
    config: false,
    silent: true,
    format: ["esm"],
    target: "es2022",
    entry: {
      main: join(app, "src/main.ts"),
      [`${BACKEND}/index`]: join(app, "../../packages/backend-cpu/src/index.ts"),
    },
    outDir: dist,
    outExtension: () => ({ js: ".js" }),
    splitting: true,
    noExternal: [/./],
    removeNodeProtocol: false,
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    esbuildOptions(options) {
      options.conditions = ["@nn/source"];
    },
  });
  writeFileSync(join(dist, BACKEND, "package.json"), JSON.stringify({ type: "module", exports: "./index.js" }));
  return { path: join(dist, "main.js"), remove: () => rmSync(folder, { recursive: true }) };
}
