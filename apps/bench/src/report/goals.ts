import type { Verdicts } from "../run/measure";
import { formatNumber } from "./format";
import { goalsOf, type Goal } from "./goal-list";
import { formatRatio, ratioOf, type Ratio } from "./ratio";
import type { Row } from "./summary";

/** For each backend a line for every goal whose figures are among the rows. `node` is the version of Node. */
export function goalLines(rows: readonly Row[], node: string): string[] {
  return Object.entries(goalsOf(node)).flatMap(([title, goals]) => {
    const lines = goals.flatMap((goal) => {
      const row = rows.find(({ work }) => work.name === goal.work);
      return row ? (lineOf(title, goal, row) ?? []) : [];
    });
    return lines.length === 0 ? [] : ["", `Goals of ${title}`, ...lines];
  });
}

function lineOf(title: string, { own, bound }: Goal, { work, verdicts }: Row): string | undefined {
  const id = fastest(own, verdicts);
  if (id === undefined) return undefined;
  const name = id === title ? work.name : `${work.name}, ${id}`;
  if (!("peers" in bound)) {
    const { ms } = verdicts[id] as Verdicts[string] & { kind: "measured" };
    const [value, limit, unit] = "ns" in bound ? [(ms * 1e6) / work.opsPerRun, bound.ns, "ns"] : [ms, bound.ms, "ms"];
    return line(
      value <= limit ? "met" : "MISSED",
      `${name}: ${formatNumber(value)} ${unit} (at most ${formatNumber(limit)})`,
    );
  }
  // The best of some is not the best of all.
  if (bound.peers.some((peer) => !verdicts[peer])) return undefined;
  const closest = closestOf(id, bound.peers, verdicts);
  if (!closest) return undefined;
  const { ratio, peer } = closest;
  const figure = `${formatRatio(ratio)} the speed of ${peer} (at least ${bound.times}x)`;
  // A lower bound that is not enough says nothing, and who is late may be faster than those who were timed.
  const missed = ratio.atLeast ? "unsure" : "MISSED";
  const met = bound.peers.some((one) => verdicts[one].kind === "late") ? "unsure" : "met";
  return line(ratio.times >= bound.times ? met : missed, `${name}: ${figure}`);
}

/** Who of ours took the least time. */
function fastest(own: readonly string[], verdicts: Verdicts): string | undefined {
  const timed = own.flatMap((id) => {
    const verdict = verdicts[id];
    return verdict?.kind === "measured" ? [{ id, ms: verdict.ms }] : [];
  });
  return timed.toSorted((a, b) => a.ms - b.ms)[0]?.id;
}

/** The fastest of the peers, and how many times faster we are. */
function closestOf(
  id: string,
  peers: readonly string[],
  verdicts: Verdicts,
): { peer: string; ratio: Ratio } | undefined {
  const all = peers.flatMap((peer) => {
    const ratio = ratioOf(verdicts[id], verdicts[peer]);
    return ratio ? [{ peer, ratio }] : [];
  });
  return all.toSorted((a, b) => a.ratio.times - b.ratio.times)[0];
}

const line = (outcome: string, text: string): string => `  ${outcome.padEnd(6)} ${text}`;
