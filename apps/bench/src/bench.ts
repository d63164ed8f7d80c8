import { writeFileSync } from "node:fs";
import { isLibraryPeer } from "./contestants";
import type { Options } from "./options";
import { INSTALL_COMMAND, installPeers, peersInstalled } from "./peers";
import { machine, versions } from "./report/circumstances";
import { formatTime } from "./report/format";
import { goalLines } from "./report/goals";
import { summary, type Row } from "./report/summary";
import { childRunner } from "./run/child-runner";
import { measure, type Verdict } from "./run/measure";
import type { Work } from "./work";

/** Times the works, shows progress on stderr and the tables on stdout. */
export async function bench({ works, own, peers, limits, json, install }: Options): Promise<void> {
  if (peers.some(isLibraryPeer) && !peersInstalled()) {
    if (!install) throw new Error(`the peers are not installed: ${INSTALL_COMMAND}`);
    installPeers();
  }
  const contestants = [...own, ...peers];
  const rows: Row[] = [];
  for (const [i, work] of works.entries()) {
    process.stderr.write(`[${i + 1}/${works.length}] ${work.name}\n`);
    const verdicts = await measure(work, contestants, (one, at) => childRunner(one, at, limits.capMs), limits);
    rows.push({ work, verdicts });
    for (const { id } of contestants) process.stderr.write(`    ${id.padEnd(16)}${describe(work, verdicts[id])}\n`);
  }
  const circumstances = { machine: machine(), versions: versions(peers) };
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
