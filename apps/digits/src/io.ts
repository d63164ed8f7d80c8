import type { TerminalStream } from "@nn/train/terminal";

/** Where the program writes, and who may stop it. */
export interface Io {
  readonly stdout: TerminalStream;
  readonly stderr: NodeJS.WritableStream;
  /** Errors come with their stack. */
  readonly debug: boolean;
  /** Aborted with an `Interrupted` when the user wants to stop. */
  readonly signal: AbortSignal;
}

export function writeLine(io: Io, line = ""): void {
  io.stdout.write(`${line}\n`);
}
