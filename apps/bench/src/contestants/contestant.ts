import type { Task, Work } from "../work";

/** Who is timed, each in a process of its own. */
export interface Contestant {
  /** As in `--peers` and in the tables. */
  readonly id: string;
  readonly library: "nn" | "tfjs" | "jax" | "ort" | "torch";
  /** The backend or way of running within the library. */
  readonly variant: string;
  readonly threads: number;
  /** For its process. */
  readonly env: Readonly<Record<string, string>>;
}

/** `contestant` with more threads, as another one: "torch-2t". */
export function withThreads(contestant: Contestant, threads: number): Contestant {
  return { ...contestant, id: `${contestant.id}-${threads}t`, threads };
}

/** A library that was loaded and can make its version of a work. */
export type Prepare = (work: Work) => Task | Promise<Task>;
