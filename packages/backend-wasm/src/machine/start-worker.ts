export interface StoppableWorker {
  terminate(): unknown;
}

interface NodeThreads {
  readonly Worker: new (
    source: string,
    options: { eval: true; workerData: unknown; execArgv: string[] },
  ) => StoppableWorker & { unref(): void; on(event: "error", listener: () => void): void };
}

interface Surroundings {
  readonly process?: { getBuiltinModule?(name: string): unknown };
  readonly navigator?: { readonly hardwareConcurrency?: number };
  readonly crossOriginIsolated?: boolean;
  readonly Worker?: new (
    url: string,
    options: { type: "module" },
  ) => StoppableWorker & { postMessage(data: unknown): void };
}

const around = globalThis as unknown as Surroundings;

/** Node's, Deno's or Bun's own threads. Asked for in this way no bundler looks for them. */
function builtin<T>(name: string): T | undefined {
  return around.process?.getBuiltinModule?.(name) as T | undefined;
}

/** Starts a program in a thread of its own, which does not keep the process alive. */
export function startWorker(source: string, data: unknown): StoppableWorker {
  const threads = builtin<NodeThreads>("node:worker_threads");
  if (threads) {
    const worker = new threads.Worker(source, { eval: true, workerData: data, execArgv: [] });
    // Without it the others do the work: nothing is lost.
    worker.on("error", () => {});
    worker.unref();
    return worker;
  }
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const worker = new around.Worker!(url, { type: "module" });
  worker.postMessage(data);
  return worker;
}

/** Why there can be no threads here; undefined when there can. */
export function noThreadsBecause(): string | undefined {
  if (builtin("node:worker_threads")) return undefined;
  if (around.Worker === undefined) return "this runtime has no workers";
  if (around.crossOriginIsolated !== true) {
    return "the page is not cross-origin isolated (serve it with the headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp)";
  }
  return undefined;
}

/** Cores that this program may use. */
export function coreCount(): number {
  const os = builtin<{ availableParallelism?(): number }>("node:os");
  return os?.availableParallelism?.() ?? around.navigator?.hardwareConcurrency ?? 1;
}
