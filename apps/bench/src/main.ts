import { CommanderError } from "commander";
import { bench } from "./bench";
import { listing, parseOptions } from "./options";

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  if (options.list) process.stdout.write(listing(options));
  else await bench(options);
}

try {
  await main();
} catch (error) {
  process.exitCode = error instanceof CommanderError ? error.exitCode : 1;
  if (!(error instanceof CommanderError)) console.error(error instanceof Error ? error.message : error);
}
