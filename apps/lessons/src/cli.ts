import { stat } from "node:fs/promises";
import { Command, CommanderError } from "commander";
import { CheckError, describe, LessonsError, UsageError } from "./errors";
import type { Io } from "./io";
import { LESSONS } from "./lessons";
import { type RunOptions, runLesson } from "./run-lesson";

interface Options extends RunOptions {
  readonly all?: boolean;
}

/** Runs the program with the arguments after its name and gives its exit code: 0, 1 or, for usage errors, 2. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  try {
    await createProgram(io).parseAsync(argv, { from: "user" });
    return 0;
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return 0;
    const error = thrown instanceof CommanderError ? new UsageError(thrown.message.replace(/^error: /, "")) : thrown;
    io.stderr.write(`lessons: ${describe(error)}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

function createProgram(io: Io): Command {
  return new Command("lessons")
    .description("An introduction to deep learning in short programs. Without arguments: the list of them.")
    .argument("[lesson]", "the number or the name of the lesson to run")
    .option("--all", "run every lesson")
    .option(
      "--pictures <folder>",
      "where pictures are written, as SVG files",
      nonEmpty("--pictures"),
      "lessons-pictures",
    )
    .option("--data <folder>", "a folder with MNIST's or CIFAR-10's files, for lessons 23 and 24", nonEmpty("--data"))
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: () => {} })
    .action((which: string | undefined, options: Options) => start(which, options, io));
}

async function start(which: string | undefined, options: Options, io: Io): Promise<void> {
  if (which !== undefined && options.all) throw new UsageError(`give a lesson (${which}) or --all, not both`);
  if (which === undefined && !options.all) {
    io.stdout.write(listing());
    return;
  }
  const numbers = which === undefined ? LESSONS.map((_, i) => i + 1) : [numberOf(which)];
  await checkFolder(options.data);
  for (const [i, number] of numbers.entries()) {
    if (i > 0) io.stdout.write("\n\n");
    await runLesson(number, options, io).catch((error: unknown) => {
      if (!(error instanceof CheckError)) throw error;
      const { name } = LESSONS[number - 1];
      throw new CheckError(`lesson ${number}, ${name}: ${error.message}`, { cause: error });
    });
  }
}

function listing(): string {
  const width = Math.max(...LESSONS.map(({ name }) => name.length));
  const lines = LESSONS.map(({ name, title }, i) => `  ${String(i + 1).padStart(2)}  ${name.padEnd(width)}  ${title}`);
  return `${[
    "Deep learning, in short programs to run, read and change",
    "",
    ...lines,
    "",
    "  npm run lessons -- 7        runs lesson 7; its name does as well",
    "  npm run lessons -- --all    runs them all",
    "  npm run lessons -- --help   lists the options",
    "",
    "A ✓ behind a number says that the program has compared it with what it should be.",
  ].join("\n")}\n`;
}

function numberOf(which: string): number {
  const index = /^\d+$/.test(which) ? Number(which) - 1 : LESSONS.findIndex(({ name }) => name === which);
  if (index in LESSONS) return index + 1;
  throw new UsageError(
    `there is no lesson "${which}", expected a number from 1 to ${LESSONS.length} or a name from the list ` +
      "that is printed without arguments",
  );
}

async function checkFolder(folder: string | undefined): Promise<void> {
  if (folder === undefined) return;
  const info = await stat(folder).catch(() => undefined);
  if (!info?.isDirectory()) throw new LessonsError(`--data ${folder}: there is no such folder`);
}

function nonEmpty(name: string): (text: string) => string {
  return (text) => {
    if (text !== "") return text;
    throw new UsageError(`${name} must not be empty`);
  };
}
