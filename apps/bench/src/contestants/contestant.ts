import type { Task, Work } from "../work";

/** Who is timed, each in a process of its own. */
export interface Contestant {
  /** As in `--peers` and in the tables. */
  readonly id: string;
  readonly library: "nn" | "tfjs" | "jax" | "torch";
  /** The backend or way of running within the library. */
  readonly variant: string;
  /** For its process. */
  readonly env: Readonly<Record<string, string>>;
}

/** A library that was loaded and can make its version of a work. */
export type Prepare = (work: Work) => Task | Promise<Task>;
