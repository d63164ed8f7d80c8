import { Command, InvalidArgumentError } from "commander";
import { alsoThreaded, defaultPeers, ownContestants, PEERS } from "./contestants";
import { usesGpu, type Contestant } from "./contestants/contestant";
import type { Limits } from "./run/measure";
import type { Work } from "./work";
import { WORKS } from "./works";
import { PORTABLE_WORKS } from "./works/portable";

export interface Options {
  readonly list: boolean;
  readonly works: readonly Work[];
  readonly own: readonly Contestant[];
  readonly peers: readonly Contestant[];
  readonly limits: Limits;
  /** Where contestants run. */
  readonly place: "node" | "browser";
  /** Whether to watch a page instead. */
  readonly stalls: boolean;
  /** Where to write everything as JSON. */
  readonly json: string | undefined;
  /** Whether absent peers may be downloaded. */
  readonly install: boolean;
}

const THOROUGH: Limits = {
  rounds: 7,
  roundMs: 100,
  warmUpMs: 400,
  budgetMs: 15_000,
  capMs: 120_000,
  gpuCapMs: 600_000,
};
const QUICK: Limits = { rounds: 3, roundMs: 50, warmUpMs: 250, budgetMs: 3_000, capMs: 15_000, gpuCapMs: 120_000 };

/** Reads command-line flags. Throws commander's `CommanderError`, whose message was shown, for wrong flags and help. */
export function parseOptions(args: readonly string[]): Options {
  const command = new Command("bench")
    .description("Times @nn beside TensorFlow.js, jax-js, onnxruntime-web and PyTorch on the same work, turn by turn.")
    .option("--only <pattern>", "the works whose names contain this text (several: separated by commas)", worksNamed)
    .option("--peers <ids>", `of ${PEERS.map(({ id }) => id).join(", ")}, separated by commas; or none`, peersNamed)
    .option("--who <pattern>", "only contestants, ours included, whose names contain this text (several: with commas)")
    .option("--threads <n>", "time who can have threads a second time, with so many", count, 1)
    .option("--rounds <n>", `turns of each contestant (default: ${THOROUGH.rounds}, quick: ${QUICK.rounds})`, count)
    .option("--browser", "run in Chromium instead of Node: the contestants on WebGPU", false)
    .option(
      "--stalls",
      "how long a page of Chromium stands still meanwhile, instead of the bench (LeNet, or --only)",
      false,
    )
    .option("--json <file>", "write the machine, the versions and every sample")
    .option("--quick", "few and short rounds, and less patience with slow contestants", false)
    .option("--list", "list the works and the contestants", false)
    .option("--no-install", "do not download absent peers")
    .allowExcessArguments(false)
    .showHelpAfterError("(--help lists the flags)")
    .exitOverride();
  command.parse(args, { from: "user" });
  const flags = command.opts<Flags>();
  const limits = flags.quick ? QUICK : THOROUGH;
  const inBrowser = flags.browser || flags.stalls;
  const isMeant = containing(flags.who ?? "");
  const meant = (all: readonly Contestant[]): Contestant[] =>
    alsoThreaded(all, flags.threads).filter((one) => isMeant(one.id) && (!inBrowser || usesGpu(one)));
  return {
    list: flags.list,
    works: flags.only ?? (flags.stalls ? worksNamed(STALLS_AT) : inBrowser ? PORTABLE_WORKS : WORKS),
    own: meant(ownContestants()),
    peers: meant(flags.peers ?? (flags.list || inBrowser ? PEERS : defaultPeers())),
    limits: { ...limits, rounds: flags.rounds ?? limits.rounds },
    place: inBrowser ? "browser" : "node",
    stalls: flags.stalls,
    json: flags.json,
    install: flags.install,
  };
}

/** The first steps of a training, with many kinds of shaders. */
const STALLS_AT = "train lenet";

interface Flags {
  readonly only?: readonly Work[];
  readonly peers?: readonly Contestant[];
  readonly who?: string;
  readonly threads: number;
  readonly rounds?: number;
  readonly json?: string;
  readonly quick: boolean;
  readonly browser: boolean;
  readonly stalls: boolean;
  readonly list: boolean;
  readonly install: boolean;
}

const parts = (text: string): string[] => text.split(",").map((part) => part.trim());

/** Whether a name contains one of the parts of the pattern. */
function containing(pattern: string): (name: string) => boolean {
  const patterns = parts(pattern.toLowerCase());
  return (name) => patterns.some((part) => name.toLowerCase().includes(part));
}

function worksNamed(pattern: string): readonly Work[] {
  const isMeant = containing(pattern);
  const works = WORKS.filter(({ name }) => isMeant(name));
  if (works.length === 0) throw new InvalidArgumentError("No work has that in its name; --list shows all.");
  return works;
}

function peersNamed(text: string): readonly Contestant[] {
  if (text === "none") return [];
  return parts(text).map((name) => {
    const peer = PEERS.find(({ id }) => id === name);
    if (!peer) throw new InvalidArgumentError(`There is no peer ${name}.`);
    return peer;
  });
}

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("It must be a whole number from 1 on.");
  return value;
}

/** What `--list` shows. */
export function listing({ works, own, peers }: Options): string {
  const names = (title: string, items: readonly string[]): string =>
    `${title}\n${items.map((n) => `  ${n}\n`).join("")}`;
  return (
    names(
      "Works",
      works.map(({ name }) => name),
    ) +
    names(
      "Contestants",
      [...own, ...peers].map(({ id }) => id),
    )
  );
}
