import { usesGpu, type Contestant } from "../contestants/contestant";
import type { Outputs, Work } from "../work";
import { difference } from "./difference";
import { OvertimeError, type OpenRunner, type Runner } from "./runner";
import { medianOfRounds } from "./statistics";

export type Verdict =
  | { readonly kind: "measured"; readonly ms: number; readonly error: number; readonly rounds: readonly number[][] }
  /** The outputs differ from the reference by more than the tolerance. */
  | { readonly kind: "wrong"; readonly error: number }
  | { readonly kind: "cannot"; readonly reason: string }
  /** Not done in time, which went into runs or into shaders: a run may be short. */
  | { readonly kind: "late"; readonly afterMs: number }
  /** One run takes longer than this. */
  | { readonly kind: "overtime"; readonly moreThanMs: number };

export interface Limits {
  readonly rounds: number;
  /** About how long each contestant runs in one round. */
  readonly roundMs: number;
  /** About how long each runs before the first round. */
  readonly warmUpMs: number;
  /** A contestant that has run for this long takes no part in further rounds. */
  readonly budgetMs: number;
  /** A contestant that makes no outputs in this time is given up. */
  readonly capMs: number;
  /** The same on a GPU, whose shaders are compiled meanwhile. */
  readonly gpuCapMs: number;
}

/** The verdict on each contestant, by its id. */
export type Verdicts = Readonly<Record<string, Verdict>>;

interface Entry {
  readonly contestant: Contestant;
  readonly runner: Runner;
  readonly error: number;
  readonly rounds: number[][];
  spent: number;
}

/** How long an answer of a contestant may take. */
export function capOf(contestant: Contestant, { capMs, gpuCapMs }: Limits): number {
  return usesGpu(contestant) ? gpuCapMs : capMs;
}

/** Lets each contestant do the work once, checks what came out, and times those that are right, turn by turn. */
export async function measure(
  work: Work,
  contestants: readonly Contestant[],
  open: OpenRunner,
  limits: Limits,
): Promise<Verdicts> {
  const expected = work.reference(work.inputs());
  const verdicts: Record<string, Verdict> = {};
  const entries: Entry[] = [];
  for (const contestant of contestants) {
    const runner = open(contestant, work);
    try {
      const error = await admit(contestant, runner, work, expected, limits);
      if (error <= work.tolerance) entries.push({ contestant, runner, error, rounds: [], spent: 0 });
      else verdicts[contestant.id] = { kind: "wrong", error };
    } catch (error) {
      verdicts[contestant.id] = verdictOn(error, contestant, work, limits);
    }
    if (verdicts[contestant.id]) runner.close();
  }
  await takeTurns(entries, limits, ({ contestant }, error) => {
    verdicts[contestant.id] = verdictOn(error, contestant, work, limits);
  });
  for (const { contestant, runner, error, rounds } of entries) {
    runner.close();
    verdicts[contestant.id] ??= { kind: "measured", ms: medianOfRounds(rounds), error, rounds };
  }
  return verdicts;
}

/** The difference of the outputs; warms up a contestant whose outputs are right. */
async function admit(
  contestant: Contestant,
  runner: Runner,
  work: Work,
  expected: Outputs,
  limits: Limits,
): Promise<number> {
  const { outputs, ms } = await runner.prepare();
  const error = difference(outputs, expected);
  // A GPU has spent that time on its shaders.
  const warm = !usesGpu(contestant) && ms / work.runsCompared > limits.warmUpMs;
  if (error <= work.tolerance && !warm) await runner.round(limits.warmUpMs);
  return error;
}

async function takeTurns(
  entries: readonly Entry[],
  { rounds, roundMs, budgetMs }: Limits,
  drop: (entry: Entry, error: unknown) => void,
): Promise<void> {
  const active = new Set(entries);
  for (let round = 0; round < rounds; round++) {
    for (const entry of active) {
      if (entry.spent > budgetMs) {
        active.delete(entry);
        continue;
      }
      try {
        const times = await entry.runner.round(roundMs);
        entry.rounds.push(times);
        entry.spent += times.reduce((total, ms) => total + ms, 0);
      } catch (error) {
        active.delete(entry);
        drop(entry, error);
      }
    }
  }
}

function verdictOn(error: unknown, contestant: Contestant, { runsCompared }: Work, limits: Limits): Verdict {
  if (!(error instanceof OvertimeError)) {
    return { kind: "cannot", reason: error instanceof Error ? error.message : String(error) };
  }
  const capMs = capOf(contestant, limits);
  if (usesGpu(contestant)) return { kind: "late", afterMs: capMs };
  return { kind: "overtime", moreThanMs: capMs / runsCompared };
}
