import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, watch } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { buildProgram, type Program } from "./build-program";

const KILLS = 20;
const SEED = 1;
/** Dropout, batch norm, varied images, a validation and a best state to keep: 16 steps and 2 validations in all. */
const TRAINING = "--model cnn --train-size 128 --test-size 20 --epochs 2 --batch-size 16 --validation 0.1 --patience 1";

let program: Program;
let network: Buffer;
let picture: Buffer;
/** Milliseconds from the first output to the end. */
let duration: number;
let folder: string;

beforeAll(async () => {
  program = await buildProgram();
  folder = mkdtempSync(join(tmpdir(), "digits-"));
  const run = start([]);
  await once(run.child.stdout!, "data");
  const begin = performance.now();
  expect(await run.end).toMatchObject({ code: 0, err: "" });
  duration = performance.now() - begin;
  [network, picture] = ["network", "svg"].map((name) => readFileSync(join(folder, `out.${name}`)));
  rmSync(folder, { recursive: true });
}, 120_000);
afterAll(() => program.remove());

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "digits-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly err: string;
}

/** Starts the training as from a command line. */
function start(options: readonly string[]): { child: ChildProcess; end: Promise<Ended> } {
  const outputs = ["--out", join(folder, "out.network"), "--curves", join(folder, "out.svg")];
  const child = spawn(process.execPath, [program.path, ...TRAINING.split(" "), ...outputs, ...options]);
  let err = "";
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  child.stdout.resume();
  const end = once(child, "close").then(([code, signal]) => ({ code, signal, err }) as Ended);
  return { child, end };
}

function checkpointing(everySteps: number): string[] {
  return ["--checkpoints", join(folder, "checkpoints"), "--checkpoint-every", String(everySteps), "--resume"];
}

function namesIn(path: string): string[] {
  return existsSync(path) ? readdirSync(path) : [];
}

function expectSameResult(log: readonly string[] = []): void {
  const found = readFileSync(join(folder, "out.network"));
  expect(found.equals(network), `the network after ${log.join(", ")}`).toBe(true);
  expect(readFileSync(join(folder, "out.svg"), "utf8")).toBe(picture.toString());
}

/** Numbers from 0 to 1, the same in each run of the test: a linear congruential generator of Numerical Recipes. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

it(`gives the same bytes after being killed ${KILLS} times at any moment`, async () => {
  const random = randomNumbers(SEED);
  const checkpoints = join(folder, "checkpoints");
  let log: string[] = [];
  let finished = 0;
  for (let kills = 0; kills < KILLS || finished === 0 || log.length > 0;) {
    const { child, end } = start(checkpointing(1 + Math.floor(3 * random())));
    const delay = random() * duration * 0.7;
    if (kills < KILLS) {
      // Every third at the moment when a checkpoint begins to be written.
      if (kills % 3 === 2) killAtNextWrite(child, checkpoints);
      else child.stdout!.once("data", () => setTimeout(() => child.kill("SIGKILL"), delay));
    }
    const { code, signal, err } = await end;
    if (signal === "SIGKILL") {
      kills++;
      log.push(`${delay.toFixed(0)} ms [${namesIn(checkpoints).join(" ")}]`);
      continue;
    }
    expect({ code, err }, `after ${log.join(", ")}`).toEqual({ code: 0, err: "" });
    expectSameResult(log);
    expect(namesIn(checkpoints).filter((name) => name.endsWith(".tmp"))).toEqual([]);
    finished++;
    log = [];
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
  }
}, 600_000);

function killAtNextWrite(child: ChildProcess, checkpoints: string): void {
  mkdirSync(checkpoints, { recursive: true });
  const watcher = watch(checkpoints, (_, name) => {
    if (name?.endsWith(".tmp")) child.kill("SIGKILL");
  });
  child.once("close", () => watcher.close());
}

it.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)(
  "%s: saves a checkpoint, says how to go on, and leaves nothing half-written",
  async (signal, exitCode) => {
    const checkpoints = join(folder, "checkpoints");
    mkdirSync(checkpoints);
    const { child, end } = start(checkpointing(1).slice(0, -1));
    const watcher = watch(checkpoints, (_, name) => {
      if (name?.endsWith(".safetensors")) child.kill(signal);
    });
    const { code, err } = await end;
    watcher.close();
    expect(code).toBe(exitCode);
    expect(err).toBe(`digits: interrupted: the same command with --resume goes on from ${checkpoints}\n`);
    expect(readdirSync(folder)).toEqual(["checkpoints"]);
    expect(readdirSync(checkpoints).every((name) => /^checkpoint-\d+\.safetensors$/.test(name))).toBe(true);

    expect(await start(checkpointing(5)).end).toMatchObject({ code: 0, err: "" });
    expectSameResult([signal]);
  },
  120_000,
);
