import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { DEFAULT_BACKEND, onBackend } from "./backends";
import { predict, type PredictOptions } from "./commands/predict";
import { train, type TrainOptions } from "./commands/train";
import { DEFAULT_SIZES, GENERATED } from "./dataset";
import { describe, exitCodeOf, UsageError } from "./errors";
import { type Io } from "./io";
import { MODEL_KINDS } from "./models";
import { integer, nonEmpty, oneOf, positiveNumber } from "./parse-option";

/** Runs the program with the arguments after its name and gives its exit code: 0, 1 or, for usage errors, 2. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  try {
    const program = createProgram(io);
    checkCommand(program, argv[0]);
    await program.parseAsync(argv, { from: "user" });
    return 0;
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return 0;
    const error = thrown instanceof CommanderError ? new UsageError(thrown.message.replace(/^error: /, "")) : thrown;
    io.stderr.write(`digits: ${describe(error, io.debug)}\n`);
    return exitCodeOf(error);
  }
}

function createProgram(io: Io): Command {
  const program = new Command("digits")
    .description("Trains a network that reads digits, and shows what it learned.")
    .version(readVersion(), "--version")
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: () => {} });

  const training = program
    .command("train", { isDefault: true })
    .description("Train a network, report its accuracy and save it (the default command).")
    .option("--model <kind>", `what to train: ${MODEL_KINDS.join(" or ")}`, oneOf("--model", MODEL_KINDS), "cnn")
    .option("--data <folder>", `a folder with MNIST's files, or "${GENERATED}" for drawn digits`, GENERATED)
    .option(
      "--train-size <n>",
      `training images to use (default: all, or ${DEFAULT_SIZES.train} drawn ones)`,
      integer("--train-size", 1),
    )
    .option(
      "--test-size <n>",
      `test images to use (default: all, or ${DEFAULT_SIZES.test} drawn ones)`,
      integer("--test-size", 1),
    )
    .option("--epochs <n>", "times to go through the training images", integer("--epochs", 1), 5)
    .option("--batch-size <n>", "images per step", integer("--batch-size", 1), 32)
    .option("--lr <rate>", "learning rate at the start", positiveNumber("--lr"), 0.003)
    .option("--seed <n>", "what the weights and the order of images depend on", integer("--seed", 0), 0)
    .option("--backend <name>", "what computes: the name of an @nn/backend-… package", DEFAULT_BACKEND)
    .option("--out <file>", "where to save the network (default: digits-<model>.safetensors)", nonEmpty("--out"))
    .option("--no-save", "do not save the network")
    .action((options: TrainOptions) => onBackend(options.backend, () => train(options, io)));

  program
    .command("predict")
    .description("Read digits with a saved network.")
    .argument("<file>", "a network that train saved")
    .option("--data <folder>", `a folder with MNIST's files, or "${GENERATED}" for drawn digits`, GENERATED)
    .option(
      "--test-size <n>",
      `test images to use (default: all, or ${DEFAULT_SIZES.test} drawn ones)`,
      integer("--test-size", 1),
    )
    .option("--count <n>", "images to show", integer("--count", 0), 3)
    .option("--backend <name>", "what computes: the name of an @nn/backend-… package", DEFAULT_BACKEND)
    .action((file: string, options: PredictOptions) => onBackend(options.backend, () => predict(file, options, io)));

  return program.addHelpText("after", () => `\n${training.helpInformation()}`);
}

/** Without a command the first word is an option of `train`; any other word is most likely a misspelt command. */
function checkCommand(program: Command, word: string | undefined): void {
  if (word === undefined || word.startsWith("-") || word === "help") return;
  const names = program.commands.map((command) => command.name());
  if (!names.includes(word)) throw new UsageError(`unknown command "${word}", expected ${names.join(" or ")}`);
}

function readVersion(): string {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
