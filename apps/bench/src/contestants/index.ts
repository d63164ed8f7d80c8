import { torchVersion, loadTorch } from "./torch";
import type { Contestant, Prepare } from "./contestant";
import { loadJax } from "./jax";
import { CAN_COMPILE, loadNn } from "./nn";
import { backendModule, backendNames } from "./own-backends";
import { loadTfjs } from "./tfjs";

const COMPILED = "-compiled";

/** Our library on every backend of the workspace, eager and, where core can compile, compiled. */
export function ownContestants(): Contestant[] {
  const ways = CAN_COMPILE ? ["", COMPILED] : [""];
  return backendNames()
    .flatMap((name) => ways.map((way) => name + way))
    .map((variant) => ({ id: `nn-${variant}`, library: "nn", variant, env: {} }));
}

const ONE_THREAD = { OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", MKL_NUM_THREADS: "1" };

// Native PyTorch with the vectors that WebAssembly has.
const VECTORS_OF_128_BITS = {
  ...ONE_THREAD,
  ATEN_CPU_CAPABILITY: "default",
  ONEDNN_MAX_CPU_ISA: "SSE41",
  OPENBLAS_CORETYPE: "Nehalem",
};

/** Whom we are timed beside. */
export const PEERS: readonly Contestant[] = [
  { id: "tfjs-cpu", library: "tfjs", variant: "cpu", env: {} },
  { id: "tfjs-cpu-esm", library: "tfjs", variant: "cpu-esm", env: {} },
  { id: "tfjs-wasm", library: "tfjs", variant: "wasm", env: {} },
  { id: "jax-wasm", library: "jax", variant: "eager", env: {} },
  { id: "jax-wasm-jit", library: "jax", variant: "jit", env: {} },
  { id: "torch", library: "torch", variant: "native", env: ONE_THREAD },
  { id: "torch-128", library: "torch", variant: "128-bit vectors", env: VECTORS_OF_128_BITS },
];

/** The peers that are timed unless others are named: PyTorch only where it is installed. */
export function defaultPeers(): readonly Contestant[] {
  const hasTorch = torchVersion() !== undefined;
  return PEERS.filter(({ library, variant }) => (library === "torch" ? hasTorch : variant !== "cpu-esm"));
}

/** Peers that are JavaScript libraries, like us. */
export function isLibraryPeer({ library }: Contestant): boolean {
  return library === "tfjs" || library === "jax";
}

/** Loads the contestant's library into this process. */
export async function load({ library, variant }: Contestant): Promise<Prepare> {
  switch (library) {
    case "nn": {
      const compiled = variant.endsWith(COMPILED);
      return loadNn(backendModule(compiled ? variant.slice(0, -COMPILED.length) : variant), compiled);
    }
    case "tfjs":
      return loadTfjs(variant);
    case "jax":
      return loadJax(variant === "jit");
    case "torch":
      return loadTorch();
  }
}
