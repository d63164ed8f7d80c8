import { ArgumentError } from "@nn/core";
import { createBackend, type WasmBackend } from "./backend";
import { Machine } from "./machine/machine";
import { coreCount, noThreadsBecause } from "./machine/start-worker";

export type { WasmBackend };

const MAX_THREADS = 64;

export interface WasmOptions {
  /** Threads to work on, the calling one included. Default: one for each core. */
  readonly threads?: number;
}

/**
 * A backend in WebAssembly with SIMD, on all cores where the runtime has shared memory: Node, Deno, Bun, and
 * cross-origin isolated pages. Elsewhere it says so once and works on one.
 */
export async function wasm({ threads }: WasmOptions = {}): Promise<WasmBackend> {
  if (threads !== undefined && !(Number.isInteger(threads) && threads >= 1 && threads <= MAX_THREADS)) {
    throw new ArgumentError(`wasm: threads must be an integer from 1 to ${MAX_THREADS}, got ${threads}`);
  }
  return createBackend(await Machine.start(possible(threads ?? Math.min(coreCount(), MAX_THREADS))));
}

/** `threads`, or 1 where there can be no more. */
function possible(threads: number): number {
  const obstacle = threads > 1 ? noThreadsBecause() : undefined;
  if (obstacle === undefined) return threads;
  console.info(`@nn/backend-wasm: one thread, because ${obstacle}`);
  return 1;
}
