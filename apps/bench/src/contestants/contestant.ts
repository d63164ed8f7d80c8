import type { Task, Work } from "../work";

/** Who is timed, each in a process of its own. */
export interface Contestant {
  /** As in `--peers` and in the tables. */
  readonly id: string;
  readonly library: "nn" | "tfjs" | "jax" | "ort" | "torch";
  /** The backend of the library, or another way of running it. */
  readonly variant: string;
  /** Whether functions are compiled before they are run. */
  readonly compiled: boolean;
  readonly threads: number;
  /** For its process. */
  readonly env: Readonly<Record<string, string>>;
}

/** One that runs as it is written, with one thread. */
export function contestant(id: string, library: Contestant["library"], variant: string): Contestant {
  return { id, library, variant, compiled: false, threads: 1, env: {} };
}

/** Whether it computes on a GPU. */
export function usesGpu({ variant }: Contestant): boolean {
  return variant === "webgpu";
}

/** `contestant` with more threads, as another one: "torch-2t". */
export function withThreads(contestant: Contestant, threads: number): Contestant {
  return { ...contestant, id: `${contestant.id}-${threads}t`, threads };
}

/** A library that was loaded and can make its version of a work. */
export type Prepare = (work: Work) => Task | Promise<Task>;
