import type { Contestant } from "../contestants/contestant";
import type { AdapterFacts } from "../gpu/adapter";

/** Float32 values by name, as base64 of their bytes. */
export type PackedOutputs = Record<string, string>;

/** How a page stood still while a contestant worked, in milliseconds. */
export interface Stalls {
  /** From the first call to the first results: shaders are compiled meanwhile. */
  readonly firstMs: number;
  readonly first: Gaps;
  /** The same work again and again, with all shaders there. */
  readonly later: Gaps;
}

export interface Gaps {
  /** The longest time in which no other code of the page could run. */
  readonly longestMs: number;
  /** The longest time between two frames. */
  readonly frameMs: number;
  /** How many times other code waited for more than 50 ms. */
  readonly over50: number;
}

/** What the bench asks of a page with one contestant. */
export interface BenchPage {
  adapter(): Promise<AdapterFacts | undefined>;
  prepare(contestant: Contestant, work: string): Promise<{ outputs: PackedOutputs; ms: number }>;
  round(ms: number): Promise<number[]>;
  stalls(contestant: Contestant, work: string, laterMs: number): Promise<Stalls>;
}
