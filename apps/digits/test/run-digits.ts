import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { onTestFinished } from "vitest";
import { run } from "../src/cli";

/** Keeps what is written to it; says that it is a terminal when given a width. */
export class Screen extends Writable {
  text = "";
  readonly isTTY: boolean;

  constructor(readonly columns?: number) {
    super({ decodeStrings: false });
    this.isTTY = columns !== undefined;
  }

  override _write(chunk: string, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk;
    done();
  }

  // What bars ask of a terminal.
  cursorTo = (): void => {};
  clearLine = (): void => {};
}

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the program as from a command line. */
export async function digits(
  argv: readonly string[],
  { stdout = new Screen(), signal = new AbortController().signal, debug = false } = {},
): Promise<Outcome> {
  const stderr = new Screen();
  const code = await run(argv, { stdout, stderr, signal, debug });
  return { code, out: stdout.text, err: stderr.text };
}

/** An empty folder that goes away with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "digits-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Arguments of a training that takes about a second and learns all the same. */
export const TINY = "--model mlp --train-size 400 --test-size 200 --epochs 4 --batch-size 16".split(" ");
