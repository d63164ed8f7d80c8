#!/usr/bin/env node
import { run } from "./cli";
import { Interrupted } from "./errors";

const SHOW_CURSOR = "\x1b[?25h";

const stop = new AbortController();
for (const [signal, exitCode] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const) {
  process.on(signal, () => {
    if (!stop.signal.aborted) {
      stop.abort(new Interrupted(exitCode));
      return;
    }
    // Whoever asks again does not want to wait.
    if (process.stdout.isTTY) process.stdout.write(`${SHOW_CURSOR}\n`);
    process.exit(exitCode);
  });
}
// The reader of a pipe, such as `head`, has seen enough: end as a program does that SIGPIPE ends.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(141);
});

process.exitCode = await run(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  debug: Boolean(process.env.DEBUG),
  signal: stop.signal,
});
