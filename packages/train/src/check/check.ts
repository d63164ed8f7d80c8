import type { Subject } from "./subject";

type Verdict = "ok" | "warning" | "problem" | "skipped";

/** What a check has found. */
export interface Finding {
  readonly verdict: Verdict;
  readonly finding: string;
  /** What to do about it. */
  readonly hint?: string;
}

export type Section = "inputs" | "labels" | "model" | "loss" | "gradients" | "learning rate" | "over-fitting";

/** One line of the list. What it changes in the model is put back after it. */
export interface Check {
  readonly section: Section;
  readonly name: string;
  /** What there has to be: without it the check is skipped. */
  readonly needs?: "output" | "loss" | "gradients";
  run(subject: Subject): Finding | Promise<Finding>;
}

export function ok(finding: string): Finding {
  return { verdict: "ok", finding };
}

export function warning(finding: string, hint: string): Finding {
  return { verdict: "warning", finding, hint };
}

export function problem(finding: string, hint: string): Finding {
  return { verdict: "problem", finding, hint };
}

export function skipped(finding: string): Finding {
  return { verdict: "skipped", finding };
}
