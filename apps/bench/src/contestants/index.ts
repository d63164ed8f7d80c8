import { withThreads, type Contestant, type Prepare } from "./contestant";
import { loadJax } from "./jax";
import { CAN_COMPILE, loadNn } from "./nn";
import { backendModule, backendNames } from "./own-backends";
import { loadOrt } from "./ort";
import { loadTfjs } from "./tfjs";
import { loadTorch, torchVersion } from "./torch";

const COMPILED = "-compiled";

/** Our library on every backend of the workspace, eager and, where core can compile, compiled. */
export function ownContestants(): Contestant[] {
  const ways = CAN_COMPILE ? ["", COMPILED] : [""];
  return backendNames()
    .flatMap((name) => ways.map((way) => name + way))
    .map((variant) => ({ id: `nn-${variant}`, library: "nn", variant, threads: 1, env: {} }));
}

// Native PyTorch with the vectors that WebAssembly has.
const VECTORS_OF_128_BITS = {
  ATEN_CPU_CAPABILITY: "default",
  ONEDNN_MAX_CPU_ISA: "SSE41",
  OPENBLAS_CORETYPE: "Nehalem",
};

/** Whom we are timed beside. */
export const PEERS: readonly Contestant[] = [
  { id: "tfjs-cpu", library: "tfjs", variant: "cpu", threads: 1, env: {} },
  { id: "tfjs-cpu-esm", library: "tfjs", variant: "cpu-esm", threads: 1, env: {} },
  { id: "tfjs-wasm", library: "tfjs", variant: "wasm", threads: 1, env: {} },
  { id: "jax-wasm", library: "jax", variant: "eager", threads: 1, env: {} },
  { id: "jax-wasm-jit", library: "jax", variant: "jit", threads: 1, env: {} },
  { id: "ort-web", library: "ort", variant: "wasm", threads: 1, env: {} },
  { id: "torch", library: "torch", variant: "native", threads: 1, env: {} },
  { id: "torch-128", library: "torch", variant: "128-bit vectors", threads: 1, env: VECTORS_OF_128_BITS },
];

/** The peers that are timed unless others are named: PyTorch only where it is installed. */
export function defaultPeers(): readonly Contestant[] {
  const hasTorch = torchVersion() !== undefined;
  return PEERS.filter(({ library, variant }) => (library === "torch" ? hasTorch : variant !== "cpu-esm"));
}

/** Peers that are JavaScript libraries, like us. */
export function isLibraryPeer({ library }: Contestant): boolean {
  return library === "tfjs" || library === "jax" || library === "ort";
}

/** Each followed by itself with `threads` threads, where its library can have several in Node. */
export function alsoThreaded(contestants: readonly Contestant[], threads: number): Contestant[] {
  const can = ({ library }: Contestant): boolean => library === "nn" || library === "ort" || library === "torch";
  return contestants.flatMap((one) => (threads > 1 && can(one) ? [one, withThreads(one, threads)] : [one]));
}

/** Loads the contestant's library into this process. */
export async function load({ library, variant, threads }: Contestant): Promise<Prepare> {
  switch (library) {
    case "nn": {
      const compiled = variant.endsWith(COMPILED);
      return loadNn(backendModule(compiled ? variant.slice(0, -COMPILED.length) : variant), { compiled, threads });
    }
    case "tfjs":
      return loadTfjs(variant);
    case "jax":
      return loadJax(variant === "jit");
    case "ort":
      return loadOrt(threads);
    case "torch":
      return loadTorch(threads);
  }
}
