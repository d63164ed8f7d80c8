import type { Backend } from "../backend";
import { BackendError } from "../errors";
import { afterwards } from "./afterwards";

let current: Backend | undefined;

/** Makes `backend` the one that new tensors are created on. */
export function setBackend(backend: Backend): void {
  current = backend;
}

/** The backend that new tensors are created on. */
export function getBackend(): Backend {
  if (current) return current;
  throw new BackendError(
    "no backend is set. Install one, for example `npm install @nn/backend-cpu`, and hand it over: " +
      '`import { cpu } from "@nn/backend-cpu"; setBackend(cpu())`',
  );
}

/** Runs `fn`, sync or async, with `backend` as the current one. */
export function withBackend<T>(backend: Backend, fn: () => T): T {
  const before = current;
  current = backend;
  return afterwards(() => {
    current = before;
  }, fn);
}

/** The first backend that can be made here, trying `factories` in order. */
export async function firstAvailable(...factories: readonly (() => Backend | Promise<Backend>)[]): Promise<Backend> {
  const reasons: string[] = [];
  for (const factory of factories) {
    try {
      return await factory();
    } catch (error) {
      reasons.push(`${factory.name || "backend"}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new BackendError(`no backend is available. ${reasons.join("; ") || "None was given"}`);
}
