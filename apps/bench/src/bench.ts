import { writeFileSync } from "node:fs";
import { isLibraryPeer } from "./contestants";
import { usesGpu } from "./contestants/contestant";
import type { Options } from "./options";
import { INSTALL_COMMAND, installPeers, peersInstalled } from "./peers";
import { inBrowser, inNode, type Place } from "./place";
import { machine, versions } from "./report/circumstances";
import { formatTime, lateness } from "./report/format";
import { goalLines } from "./report/goals";
import { summary, type Row } from "./report/summary";
import { measure, type Verdict } from "./run/measure";
import { stallsReport } from "./stalls";
import type { Work } from "./work";

/** Times the works, shows progress on stderr and the tables on stdout; or what `--stalls` asks for. */
export async function bench(options: Options): Promise<void> {
  const { own, peers, place, limits, install } = options;
  if (peers.some(isLibraryPeer) && !peersInstalled()) {
    if (!install) throw new Error(`the peers are not installed: ${INSTALL_COMMAND}`);
    installPeers();
  }
  if (place === "node") return timeWorks(options, inNode(limits));
  const browser = await inBrowser(limits);
  try {
    if (options.stalls) process.stdout.write(`${await stallsReport(options.works, [...own, ...peers], browser)}\n`);
    else await timeWorks(options, browser);
  } finally {
    browser.close();
  }
}

async function timeWorks({ works, own, peers, limits, json }: Options, place: Place): Promise<void> {
  const contestants = [...own, ...peers];
  const rows: Row[] = [];
  for (const [i, work] of works.entries()) {
    process.stderr.write(`[${i + 1}/${works.length}] ${work.name}\n`);
    const verdicts = await measure(work, contestants, (...of) => place.open(...of), limits);
    rows.push({ work, verdicts });
    for (const { id } of contestants) process.stderr.write(`    ${id.padEnd(20)}${describe(work, verdicts[id])}\n`);
  }
  const gpu = contestants.some(usesGpu) ? place.gpu() : undefined;
  const circumstances = { machine: machine(gpu), versions: versions(peers) };
  process.stdout.write(
    `${summary(rows, own, peers, circumstances)}\n${goalLines(rows, circumstances.machine.node).join("\n")}\n`,
  );
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(report(rows, circumstances, limits), undefined, 1)}\n`);
}

function describe(work: Work, verdict: Verdict): string {
  const unit = work.opsPerRun > 1 ? "ns per op" : "ms";
  switch (verdict.kind) {
    case "measured":
      return `${formatTime(work, verdict.ms)} ${unit}`;
    case "wrong":
      return `wrong: off by ${verdict.error.toPrecision(2)}, allowed ${work.tolerance}`;
    case "cannot":
      return `cannot: ${verdict.reason}`;
    case "late":
      return `late: ${lateness(verdict)}`;
    case "overtime":
      return `> ${formatTime(work, verdict.moreThanMs)} ${unit}`;
  }
}

function report(rows: readonly Row[], circumstances: object, limits: object): object {
  const works = rows.map(({ work: { name, opsPerRun, tolerance }, verdicts }) => ({
    name,
    opsPerRun,
    tolerance,
    verdicts,
  }));
  return { ...circumstances, limits, works };
}
