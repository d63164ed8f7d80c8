import { adapterInNode, openDawn } from "../gpu/dawn";
import { importPeer } from "../peers";
import { contestant, usesGpu, withThreads, type Contestant, type Prepare } from "./contestant";
import { startJax } from "./jax";
import type { JaxModule } from "./jax-api";
import { CAN_COMPILE, loadNn } from "./nn";
import { backendModule, backendNames } from "./own-backends";
import { loadOrt } from "./ort";
import { tfjsOn } from "./tfjs";
import { importTfjs } from "./tfjs-import";
import { loadTorch, torchVersion } from "./torch";

/** Our library on every backend of the workspace, eager and, where core can compile, compiled. */
export function ownContestants(): Contestant[] {
  return backendNames().flatMap((name) => {
    const eager = contestant(`nn-${name}`, "nn", name);
    return CAN_COMPILE ? [eager, { ...eager, id: `nn-${name}-compiled`, compiled: true }] : [eager];
  });
}

// Native PyTorch with the vectors that WebAssembly has.
const VECTORS_OF_128_BITS = {
  ATEN_CPU_CAPABILITY: "default",
  ONEDNN_MAX_CPU_ISA: "SSE41",
  OPENBLAS_CORETYPE: "Nehalem",
};

/** Whom we are timed beside. */
export const PEERS: readonly Contestant[] = [
  contestant("tfjs-cpu", "tfjs", "cpu"),
  contestant("tfjs-cpu-esm", "tfjs", "cpu-esm"),
  contestant("tfjs-wasm", "tfjs", "wasm"),
  contestant("tfjs-webgpu", "tfjs", "webgpu"),
  contestant("jax-wasm", "jax", "wasm"),
  { ...contestant("jax-wasm-jit", "jax", "wasm"), compiled: true },
  contestant("jax-webgpu", "jax", "webgpu"),
  { ...contestant("jax-webgpu-jit", "jax", "webgpu"), compiled: true },
  contestant("ort-web", "ort", "wasm"),
  contestant("torch", "torch", "native"),
  { ...contestant("torch-128", "torch", "128-bit vectors"), env: VECTORS_OF_128_BITS },
];

/** The peers that are timed unless others are named: PyTorch only where it is installed, WebGPU where there is any. */
export function defaultPeers(): readonly Contestant[] {
  const hasTorch = torchVersion() !== undefined;
  const hasGpu = adapterInNode() !== undefined;
  return PEERS.filter((one) => {
    if (one.library === "torch") return hasTorch;
    return usesGpu(one) ? hasGpu : one.variant !== "cpu-esm";
  });
}

/** Peers that are JavaScript libraries, like us. */
export function isLibraryPeer({ library }: Contestant): boolean {
  return library === "tfjs" || library === "jax" || library === "ort";
}

/** Each followed by itself with `threads` threads, where its library can have several in Node. */
export function alsoThreaded(contestants: readonly Contestant[], threads: number): Contestant[] {
  const canInNode = new Set(["nn", "ort", "torch"]);
  const can = (one: Contestant): boolean => canInNode.has(one.library) && !usesGpu(one);
  return contestants.flatMap((one) => (threads > 1 && can(one) ? [one, withThreads(one, threads)] : [one]));
}

/** Loads the contestant's library into this process. */
export async function load(one: Contestant): Promise<Prepare> {
  const { library, variant, compiled, threads } = one;
  if (usesGpu(one)) await openDawn();
  switch (library) {
    case "nn":
      return loadNn(backendModule(variant), { compiled, threads });
    case "tfjs":
      return tfjsOn(await importTfjs(variant), variant);
    case "jax":
      return startJax((await importPeer("@jax-js/jax")) as JaxModule, variant, compiled);
    case "ort":
      return loadOrt(threads);
    case "torch":
      return loadTorch(threads);
  }
}
