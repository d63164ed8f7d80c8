import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { appRoot } from "./app-root";

const manifest = join(appRoot, "peers/package.json");

/** `require` as in the peers' folder. */
export const requirePeer = createRequire(manifest);

export const INSTALL_COMMAND = "npm ci --prefix apps/bench/peers --no-audit --no-fund --ignore-scripts";

/** The pinned version of each peer. */
export function peerVersions(): Record<string, string> {
  const { dependencies } = JSON.parse(readFileSync(manifest, "utf8")) as { dependencies: Record<string, string> };
  return dependencies;
}

export function peersInstalled(): boolean {
  try {
    for (const name of Object.keys(peerVersions())) requirePeer.resolve(name);
    return true;
  } catch {
    return false;
  }
}

/** Downloads the peers as locked. */
export function installPeers(): void {
  const [command, ...args] = INSTALL_COMMAND.split(" ");
  const cwd = join(appRoot, "../..");
  const shell = process.platform === "win32";
  const { status } = spawnSync(command, args, { cwd, shell, stdio: ["ignore", process.stderr, process.stderr] });
  if (status !== 0) throw new Error(`the peers could not be installed (${INSTALL_COMMAND})`);
}

/** Where `import` finds the module of a peer. */
export function peerUrl(name: string): string {
  const main = requirePeer.resolve(name);
  return pathToFileURL(main.replace(/\.cjs$/, ".js")).href;
}

export function importPeer(name: string): Promise<unknown> {
  return import(peerUrl(name));
}
