import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { appRoot } from "../app-root";
import { backendModule } from "../contestants/own-backends";
import { requireTool } from "./tools";

/** The page's script: the libraries are loaded when they are asked for. */
const SCRIPT = (main: string, backend: string): string => `
  import { startPage } from ${JSON.stringify(main)};
  startPage({
    nn: () => import(${JSON.stringify(backend)}),
    async tfjs() {
      await import("@tensorflow/tfjs-core/dist/register_all_gradients.js");
      await import("@tensorflow/tfjs-backend-webgpu");
      return import("@tensorflow/tfjs-core");
    },
    jax: () => import("@jax-js/jax"),
  });`;

/** Bundles the page with the peers that are installed, and gives its folder. */
export async function bundlePage(): Promise<string> {
  const { build } = requireTool("tsup") as typeof import("tsup");
  const folder = join(appRoot, "dist/site");
  mkdirSync(folder, { recursive: true });
  const entry = join(folder, "entry.js");
  writeFileSync(entry, SCRIPT(join(appRoot, "dist/page/main.js"), fileURLToPath(backendModule("webgpu").url)));
  await build({
    config: false,
    silent: true,
    entry: { page: entry },
    outDir: folder,
    format: "esm",
    platform: "browser",
    target: "es2022",
    noExternal: [/./],
    esbuildOptions: (options) => {
      options.nodePaths = [join(appRoot, "peers/node_modules")];
      options.minify = true;
    },
  });
  return folder;
}
