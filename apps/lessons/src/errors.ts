import { inspect } from "node:util";

/** A command line that says nothing the program can do. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Something that the user can mend, such as a folder that is not there. */
export class LessonsError extends Error {
  override readonly name = "LessonsError";
}

/** A number of a lesson that is not what the lesson says. */
export class CheckError extends Error {
  override readonly name = "CheckError";
}

/** What the user reads of an error: the message alone for the kinds above, everything for mistakes of the program. */
export function describe(error: unknown): string {
  if (error instanceof UsageError) return `${error.message}\nSee lessons --help.`;
  if (error instanceof LessonsError || error instanceof CheckError) return error.message;
  return inspect(error);
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
