import { readFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { appRoot } from "../app-root";
import { isLibraryPeer } from "../contestants";
import type { Contestant } from "../contestants/contestant";
import { torchVersion } from "../contestants/torch";
import { peerVersions } from "../peers";

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly platform: string;
  readonly node: string;
  readonly v8: string;
  /** The adapter and the browser of contestants on a GPU. */
  readonly gpu?: string;
  readonly date: string;
}

/** `gpu`: where contestants on a GPU ran. */
export function machine(gpu: string | undefined): Machine {
  const [first] = cpus();
  return {
    processor: first?.model.trim() ?? "unknown",
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    node: process.versions.node,
    v8: process.versions.v8,
    ...(gpu === undefined ? {} : { gpu }),
    date: new Date().toISOString(),
  };
}

/** The versions of our library and of the peers that took part. */
export function versions(peers: readonly Contestant[]): Record<string, string> {
  const core = join(appRoot, "../../packages/core/package.json");
  const { version } = JSON.parse(readFileSync(core, "utf8")) as { version: string };
  const torch = peers.some(({ library }) => library === "torch") ? torchVersion() : undefined;
  return {
    "@nn/core": version,
    ...(peers.some(isLibraryPeer) ? peerVersions() : {}),
    ...(torch === undefined ? {} : { torch }),
  };
}
