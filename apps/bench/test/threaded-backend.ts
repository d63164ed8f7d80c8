import { cpu } from "@nn/backend-cpu";
import type { Backend } from "@nn/core";

/** A backend that gets at most two threads. */
export function threaded({ threads }: { threads: number }): Backend & { threads: number } {
  return Object.assign(cpu(), { threads: Math.min(threads, 2) });
}

/** A backend that knows nothing of threads. */
export function single(): Backend {
  return cpu();
}
