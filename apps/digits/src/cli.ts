import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { DEFAULT_BACKEND, onBackend } from "./backends";
import { predict, type PredictOptions } from "./commands/predict";
import { train, type TrainOptions } from "./commands/train";
import { DATASET_NAMES } from "./data/kinds";
import { DRAWN } from "./data/load-images";
import { describe, exitCodeOf, UsageError } from "./errors";
import type { Io } from "./io";
import { MODEL_KINDS } from "./models";
import { fileEnding, integer, nonEmpty, oneOf, positiveNumber, share } from "./parse-option";

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
    .description("Trains a network that tells images apart, and shows what it learned.")
    .version(readVersion(), "--version")
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: () => {} });

  const training = withImages(
    program
      .command("train", { isDefault: true })
      .description("Train a network, report its accuracy and save it (the default command)."),
  )
    .option("--model <kind>", `what to train: ${MODEL_KINDS.join(", ")}`, oneOf("--model", MODEL_KINDS), "cnn")
    .option(
      "--train-size <n>",
      `training images to use (default: all, or ${DRAWN.train} drawn ones)`,
      integer("--train-size", 1),
    )
    .option("--epochs <n>", "times to go through the training images (default: by data)", integer("--epochs", 1))
    .option("--batch-size <n>", "images per step", integer("--batch-size", 1), 64)
    .option("--lr <rate>", "the highest learning rate of the cycle", positiveNumber("--lr"), 0.003)
    .option("--augment", "vary the training images by chance: shifted, photos also mirrored (default for cnn)")
    .option("--no-augment", "train on the images as they are")
    .option("--validation <share>", "part of the training images to validate with", share("--validation"))
    .option(
      "--patience <n>",
      "stop after n epochs in which the validation did not improve, and take the best (--validation 0.1)",
      integer("--patience", 1),
    )
    .option("--seed <n>", "what the weights, the order and the variation of images depend on", integer("--seed", 0), 0)
    .option("--checkpoints <folder>", "keep the state of the training there", nonEmpty("--checkpoints"))
    .option("--checkpoint-every <n>", "steps between checkpoints", integer("--checkpoint-every", 1), 100)
    .option("--resume", "go on from the last checkpoint, to the same result as without a break")
    .option("--log <file>", "write a line per epoch, to a .csv or a .jsonl file", fileEnding("--log", "csv", "jsonl"))
    .option("--out <file>", "where to save the network (default: digits-<data>-<model>.safetensors)", nonEmpty("--out"))
    .option("--curves <file>", "where to draw the learning curves (default: beside it)", fileEnding("--curves", "svg"))
    .option("--no-save", "save neither")
    .action((options: TrainOptions) => onBackend(options.backend, () => train(options, io)));

  withImages(program.command("predict").description("Read images with a saved network."))
    .argument("<file>", "a network that train saved")
    .option("--count <n>", "images to show", integer("--count", 0), 3)
    .action((file: string, options: PredictOptions) => onBackend(options.backend, () => predict(file, options, io)));

  return program.addHelpText("after", () => `\n${training.helpInformation()}`);
}

/** Adds the options that all commands share. */
function withImages(command: Command): Command {
  return command
    .option(
      "--dataset <name>",
      `${DATASET_NAMES.join(", ")} (default: drawn digits, mnist with --data)`,
      oneOf("--dataset", DATASET_NAMES),
    )
    .option("--data <folder>", "the folder with the files of the dataset", nonEmpty("--data"))
    .option(
      "--test-size <n>",
      `test images to use (default: all, or ${DRAWN.test} drawn ones)`,
      integer("--test-size", 1),
    )
    .option("--backend <name>", "what computes: the name of an @nn/backend-… package", DEFAULT_BACKEND);
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
