import type { Contestant } from "../contestants/contestant";
import type { Outputs, Work } from "../work";

export interface Prepared {
  readonly outputs: Outputs;
  /** What making the outputs took, in milliseconds. */
  readonly ms: number;
}

/** One contestant at one work. */
export interface Runner {
  /** Loads the library and makes the outputs. Fails with the reason why the contestant cannot do the work. */
  prepare(): Promise<Prepared>;
  /** Does the work for about `ms` milliseconds, at least once, and gives the milliseconds of each run. */
  round(ms: number): Promise<number[]>;
  close(): void;
}

export type OpenRunner = (contestant: Contestant, work: Work) => Runner;

/** The answer did not come in time. */
export class OvertimeError extends Error {}
