import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { onTestFinished } from "vitest";
import { run } from "../src/cli";

/** Keeps what is written to it. */
class Screen extends Writable {
  text = "";

  constructor(readonly columns?: number) {
    super({ decodeStrings: false });
  }

  override _write(chunk: string, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk;
    done();
  }
}

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the program as from a command line, in a terminal of that width. */
export async function lessons(argv: readonly string[], columns?: number): Promise<Outcome> {
  const [stdout, stderr] = [new Screen(columns), new Screen()];
  const code = await run(argv, { stdout, stderr });
  return { code, out: stdout.text, err: stderr.text };
}

/** An empty folder that goes away with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "lessons-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}
