import { isLibraryPeer } from "../contestants";
import { usesGpu, type Contestant } from "../contestants/contestant";
import type { Verdict, Verdicts } from "../run/measure";
import type { Work } from "../work";
import type { Machine } from "./circumstances";
import { formatTime, lateness } from "./format";
import { formatRatio, ratioOf } from "./ratio";
import { table } from "./table";

export interface Row {
  readonly work: Work;
  readonly verdicts: Verdicts;
}

/** The circumstances, a table of times, one of ratios for each of our contestants, and why the gaps are there. */
export function summary(
  rows: readonly Row[],
  own: readonly Contestant[],
  peers: readonly Contestant[],
  { machine, versions }: { machine: Machine; versions: Readonly<Record<string, string>> },
): string {
  const { processor, cores, memoryGiB, platform, node, gpu, date } = machine;
  const adapter = gpu === undefined ? "" : `WebGPU: ${gpu}\n`;
  const shown = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const hasTime = ({ id }: Contestant): boolean => rows.some(({ verdicts }) => verdicts[id]?.kind === "measured");
  const sections = [
    `${processor}, ${cores} cores, ${memoryGiB} GiB, ${platform}, Node ${node}, ${date}\n${adapter}${shown.join(", ")}`,
    `Milliseconds, medians (ns: nanoseconds per op)\n\n${times(rows, [...own, ...peers])}`,
    ...(peers.length === 0 ? [] : own.filter(hasTime).map((one) => ratios(rows, one, peers))),
    notes(rows),
  ];
  return sections.filter((section) => section !== "").join("\n\n");
}

const nameOf = ({ name, opsPerRun }: Work): string => (opsPerRun > 1 ? `${name} (ns)` : name);

function times(rows: readonly Row[], contestants: readonly Contestant[]): string {
  const cell = (work: Work, verdict: Verdict | undefined): string => {
    if (verdict?.kind === "measured") return formatTime(work, verdict.ms);
    if (verdict?.kind === "overtime") return `> ${formatTime(work, verdict.moreThanMs)}`;
    return verdict?.kind ?? "–";
  };
  return table([
    ["", ...contestants.map(({ id }) => id)],
    ...rows.map(({ work, verdicts }) => [nameOf(work), ...contestants.map(({ id }) => cell(work, verdicts[id]))]),
  ]);
}

function ratios(rows: readonly Row[], one: Contestant, peers: readonly Contestant[]): string {
  // Those on the same kind of device.
  const isRival = (peer: Contestant): boolean => peer.threads <= one.threads && usesGpu(peer) === usesGpu(one);
  const libraries = peers.filter((peer) => isLibraryPeer(peer) && isRival(peer));
  const best = (verdicts: Verdicts): string => {
    const all = libraries.map(({ id }) => ({ id, ratio: ratioOf(verdicts[one.id], verdicts[id]) }));
    const measured = all.filter(({ ratio }) => ratio && !ratio.atLeast);
    const [first] = measured.toSorted((a, b) => (a.ratio?.times ?? 0) - (b.ratio?.times ?? 0));
    return first ? `${formatRatio(first.ratio)} ${first.id}` : "–";
  };
  const body = table([
    ["", "best library", ...peers.map(({ id }) => id)],
    ...rows.map(({ work, verdicts }) => [
      work.name,
      best(verdicts),
      ...peers.map(({ id }) => formatRatio(ratioOf(verdicts[one.id], verdicts[id]))),
    ]),
  ]);
  return `${one.id}: the peer's time divided by ours (above 1 we are faster)\n\n${body}`;
}

/** Each reason once, with the works it holds for. */
function notes(rows: readonly Row[]): string {
  const works = new Map<string, string[]>();
  for (const { work, verdicts } of rows) {
    for (const [id, verdict] of Object.entries(verdicts)) {
      const reason = reasonOf(id, work, verdict);
      if (reason !== undefined) works.set(reason, [...(works.get(reason) ?? []), work.name]);
    }
  }
  return [...works].map(([reason, names]) => `${reason} (${names.join("; ")})`).join("\n");
}

function reasonOf(id: string, { tolerance }: Work, verdict: Verdict): string | undefined {
  if (verdict.kind === "cannot") return `${id} cannot: ${verdict.reason}`;
  if (verdict.kind === "late") return `${id} is late: ${lateness(verdict)}`;
  if (verdict.kind !== "wrong") return undefined;
  return `${id} is wrong: off by ${verdict.error.toPrecision(2)} where ${tolerance} is allowed`;
}
