#!/usr/bin/env node
import { run } from "./cli";

// The reader of a pipe, such as `head`, has seen enough: end as a program does that SIGPIPE ends.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(141);
});

process.exitCode = await run(process.argv.slice(2), { stdout: process.stdout, stderr: process.stderr });
