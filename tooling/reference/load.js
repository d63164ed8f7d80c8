// Loads TypeScript of the workspace in plain Node: packages resolve to each other's sources, as in the tests.
import { join } from "node:path";
import { createViteServer } from "vitest/node";

export const root = join(import.meta.dirname, "../..");
const conditions = ["@nn/source"];

/**
 * Calls `use` with a function that imports a module by its path from the root of the repository.
 * @template T
 * @param {(load: (path: string) => Promise<Record<string, any>>) => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function withSources(use) {
  const server = await createViteServer({
    root,
    configFile: false,
    logLevel: "error",
    appType: "custom",
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
    resolve: { conditions },
    ssr: { resolve: { conditions } },
  });
  try {
    return await use((path) => server.ssrLoadModule(`/${path}`));
  } finally {
    await server.close();
  }
}
