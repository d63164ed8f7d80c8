import type { Contestant, Prepare } from "../contestants/contestant";
import { startJax } from "../contestants/jax";
import type { JaxModule } from "../contestants/jax-api";
import { startNn, type Backends } from "../contestants/nn";
import { tfjsOn } from "../contestants/tfjs";
import type { Tf } from "../contestants/tfjs-api";
import { adapterFacts, shareAdapter } from "../gpu/adapter";
import { localRunner } from "../run/local-runner";
import type { Runner } from "../run/runner";
import { PORTABLE_WORKS } from "../works/portable";
import type { BenchPage, PackedOutputs } from "./messages";
import { packed } from "./packed";
import { watchStalls } from "./stalls";

/** How a page loads each library. */
interface Libraries {
  nn(): Promise<Backends>;
  tfjs(): Promise<Tf>;
  jax(): Promise<JaxModule>;
}

/** Gives this page to a contestant: `globalThis.bench` is what the bench asks of it. */
export function startPage(libraries: Libraries): void {
  const { gpu } = (globalThis as unknown as { navigator: { gpu: GPU } }).navigator;
  shareAdapter(gpu);
  let runner: Runner | undefined;
  const open = (contestant: Contestant, name: string): Runner => {
    const work = PORTABLE_WORKS.find((one) => one.name === name);
    if (!work) throw new Error("not in a page");
    return (runner = localRunner(() => load(libraries, contestant), work));
  };
  const page: BenchPage = {
    adapter: () => adapterFacts(gpu),
    async prepare(contestant, name) {
      const { outputs, ms } = await open(contestant, name).prepare();
      const all: PackedOutputs = {};
      for (const [output, values] of Object.entries(outputs)) all[output] = packed(values);
      return { outputs: all, ms };
    },
    async round(ms) {
      if (!runner) throw new Error("round: not prepared");
      return runner.round(ms);
    },
    async stalls(contestant, name, laterMs) {
      const prepare = await load(libraries, contestant);
      const work = PORTABLE_WORKS.find((one) => one.name === name);
      if (!work) throw new Error("not in a page");
      return watchStalls(prepare, work, laterMs);
    },
  };
  Object.assign(globalThis, { bench: page });
}

async function load(libraries: Libraries, { library, variant, compiled, threads }: Contestant): Promise<Prepare> {
  switch (library) {
    case "nn":
      return startNn(await libraries.nn(), { url: "", factory: variant }, { compiled, threads });
    case "tfjs": {
      const tf = await libraries.tfjs();
      if (!(await tf.setBackend(variant))) throw new Error(`tfjs cannot start its ${variant} backend here`);
      await tf.ready();
      return tfjsOn(tf, variant);
    }
    case "jax":
      return startJax(await libraries.jax(), variant, compiled);
    default:
      throw new Error("not in a page");
  }
}
