#!/usr/bin/env node
import { run } from "./cli";
import { Interrupted } from "./errors";

const stop = new AbortController();
// The second signal of a kind ends the program at once.
for (const [signal, exitCode] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const) {
  process.once(signal, () => stop.abort(new Interrupted(exitCode)));
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
