import { cnn } from "../works/network";
import { formatNumber } from "./format";
import { formatRatio, ratioOf } from "./ratio";
import type { Row } from "./summary";

/** What the backend in plain TypeScript promises. */
interface Goal {
  readonly work: string;
  /** At least this many times faster than a peer, or at most this many nanoseconds per op. */
  readonly bound: { readonly peer: string; readonly times: number } | { readonly ns: number };
}

const OWN = "nn-cpu";

const GOALS: readonly Goal[] = [
  { work: "matmul 512x512x512", bound: { peer: "tfjs-cpu", times: 6 } },
  { work: "conv2d 3x3 8x32x28x28 to 64: forward", bound: { peer: "tfjs-cpu", times: 4 } },
  { work: `train ${cnn.name} batch 64 sgd`, bound: { peer: "tfjs-cpu", times: 40 } },
  { work: `train ${cnn.name} batch 64 sgd`, bound: { peer: "jax-wasm", times: 4 } },
  { work: `train ${cnn.name} batch 64 sgd`, bound: { peer: "jax-wasm-jit", times: 4 } },
  { work: "recorded add of 4 elements", bound: { ns: 3000 } },
];

/** A line for each goal whose figures are among the rows. */
export function goalLines(rows: readonly Row[]): string[] {
  const lines = GOALS.flatMap((goal) => {
    const row = rows.find(({ work }) => work.name === goal.work);
    return row ? (lineOf(goal, row) ?? []) : [];
  });
  return lines.length === 0 ? [] : ["", `Goals of ${OWN}`, ...lines];
}

function lineOf({ bound }: Goal, { work, verdicts }: Row): string | undefined {
  const own = verdicts[OWN];
  if ("ns" in bound) {
    if (own?.kind !== "measured") return undefined;
    const ns = (own.ms * 1e6) / work.opsPerRun;
    return line(
      ns <= bound.ns ? "met" : "MISSED",
      `${work.name}: ${formatNumber(ns)} ns (at most ${formatNumber(bound.ns)})`,
    );
  }
  const ratio = ratioOf(own, verdicts[bound.peer]);
  if (!ratio) return undefined;
  const figure = `${formatRatio(ratio)} the speed of ${bound.peer} (at least ${bound.times}x)`;
  // A lower bound that is not enough says nothing.
  const missed = ratio.atLeast ? "unsure" : "MISSED";
  return line(ratio.times >= bound.times ? "met" : missed, `${work.name}: ${figure}`);
}

const line = (outcome: string, text: string): string => `  ${outcome.padEnd(6)} ${text}`;
