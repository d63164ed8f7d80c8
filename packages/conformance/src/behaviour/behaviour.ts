import { withBackend, type Backend } from "@nn/core";

/** A test of what is no op. It throws (vitest's assertions) when the backend misbehaves. */
export interface Behaviour {
  readonly group: string;
  readonly name: string;
  readonly run: (backend: Backend) => Promise<void>;
}

/** Behaviours of one group, each run with its backend as the current one. */
export function group(
  name: string,
  tests: Readonly<Record<string, (backend: Backend) => void | Promise<void>>>,
): Behaviour[] {
  return Object.entries(tests).map(([title, test]) => ({
    group: name,
    name: title,
    run: (backend) => withBackend(backend, async () => test(backend)),
  }));
}
