import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "tsup";

/** A built program. */
export interface Program {
  /** What Node runs. */
  readonly path: string;
  remove(): void;
}

const BACKENDS = ["cpu", "wasm", "webgpu"].map((name) => `backend-${name}`);
const packageOf = (backend: string): string => `node_modules/@nn/${backend}`;

/**
 * Builds the program from the workspace's sources into a folder of its own, where `--backend` finds the backends as
 * installed packages. All share their modules.
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
      ...Object.fromEntries(
        BACKENDS.map((backend) => [`${packageOf(backend)}/index`, join(app, `../../packages/${backend}/src/index.ts`)]),
      ),
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
  for (const backend of BACKENDS) {
    const manifest = JSON.stringify({ type: "module", exports: "./index.js" });
    writeFileSync(join(dist, packageOf(backend), "package.json"), manifest);
  }
  return { path: join(dist, "main.js"), remove: () => rmSync(folder, { recursive: true }) };
}
