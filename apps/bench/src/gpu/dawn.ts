import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { appRoot } from "../app-root";
import { shareAdapter, type AdapterFacts } from "./adapter";

/** Dawn ends the process when its instance is collected. */
const instances: GPU[] = [];

const requireFromBackend = createRequire(join(appRoot, "../../packages/backend-webgpu/package.json"));
const DAWN = "webgpu";

/** WebGPU for Node: the package that our own backend uses there. Throws where it is not installed. */
export function dawnUrl(): string {
  return pathToFileURL(requireFromBackend.resolve(DAWN)).href;
}

/** Gives this process `navigator.gpu` and WebGPU's globals, as a browser has them. */
export async function openDawn(): Promise<void> {
  const { create, globals } = (await import(dawnUrl())) as { create(flags: string[]): GPU; globals: object };
  const gpu = create([]);
  instances.push(gpu);
  shareAdapter(gpu);
  Object.assign(globalThis, globals);
  const { navigator = { userAgent: `Node.js/${process.versions.node}` } } = globalThis as { navigator?: object };
  Object.defineProperty(navigator, "gpu", { value: gpu });
  Object.defineProperty(globalThis, "navigator", { value: navigator, configurable: true });
}

const ASK = (url: string): string => `
  import { create } from ${JSON.stringify(url)};
  const gpu = globalThis.gpu = create([]);
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  const { vendor, architecture, description } = adapter.info;
  const features = [...adapter.features].sort();
  process.stdout.write(JSON.stringify({ vendor, architecture, description, features }), () => process.exit());`;

let known: { readonly facts: AdapterFacts | undefined } | undefined;

/** The adapter that processes here get, or undefined where there is none. Asked for in a process of its own. */
export function adapterInNode(): AdapterFacts | undefined {
  known ??= { facts: askForAdapter() };
  return known.facts;
}

function askForAdapter(): AdapterFacts | undefined {
  try {
    const { status, stdout } = spawnSync(process.execPath, ["--input-type=module", "--eval", ASK(dawnUrl())], {
      encoding: "utf8",
    });
    return status === 0 ? (JSON.parse(stdout) as AdapterFacts) : undefined;
  } catch {
    return undefined;
  }
}
