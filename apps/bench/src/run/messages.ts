import type { Prepared } from "./runner";

/** What the parent asks of a contestant's process. */
export type Request = { readonly do: "prepare" } | { readonly do: "round"; readonly ms: number };

/** The answer to one request. */
export type Reply =
  | { readonly prepared: Prepared }
  | { readonly times: number[] }
  /** Why the contestant cannot. */
  | { readonly failed: string };
