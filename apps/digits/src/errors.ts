import { inspect } from "node:util";

/** A mistake that the user can mend: the message says what was wrong, what was expected and what to do. */
export class DigitsError extends Error {
  override readonly name: string = "DigitsError";
}

/** A command line that says nothing the program can do. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** The user, or the system, asked the program to stop. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
  constructor(
    readonly exitCode: number,
    message = "interrupted, nothing was saved",
  ) {
    super(message);
  }
}

export function exitCodeOf(error: unknown): number {
  if (error instanceof Interrupted) return error.exitCode;
  return error instanceof UsageError ? 2 : 1;
}

/** What the user reads of an error: the message alone, or everything for those who debug the program. */
export function describe(error: unknown, debug: boolean): string {
  if (debug) return inspect(error);
  const message = messageOf(error);
  return error instanceof UsageError ? `${message}\nSee digits --help.` : message;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
