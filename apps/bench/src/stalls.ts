import type { Contestant } from "./contestants/contestant";
import { openPage } from "./page/browser";
import type { Gaps, Stalls } from "./page/messages";
import type { BrowserPlace } from "./place";
import { formatNumber } from "./report/format";
import { table } from "./report/table";
import type { Work } from "./work";

/** How long the later runs are watched. */
const LATER_MS = 3000;

/** Has each contestant do each work for the first time in a fresh browser, and shows how its page stood still. */
export async function stallsReport(
  works: readonly Work[],
  contestants: readonly Contestant[],
  { url, gpu }: BrowserPlace,
): Promise<string> {
  const sections: string[] = [`WebGPU: ${gpu()}`];
  for (const { name } of works) {
    const rows: string[][] = [];
    for (const one of contestants) rows.push([one.id, ...(await watched(url, one, name))]);
    sections.push(`${name}: how its page stands still, in milliseconds\n\n${table([HEADING, ...rows])}`);
  }
  return sections.join("\n\n");
}

const HEADING = ["", "first results after", ...columns("first"), ...columns("later")];

function columns(when: string): string[] {
  return [`${when}: longest wait`, "between frames", "waits > 50"];
}

async function watched(url: string, one: Contestant, work: string): Promise<string[]> {
  const page = await openPage(url);
  try {
    return cells(await page.ask("stalls", one, work, LATER_MS));
  } catch (error) {
    process.stderr.write(`${one.id}: ${error instanceof Error ? error.message : String(error)}\n`);
    return HEADING.slice(1).map(() => "cannot");
  } finally {
    page.kill();
  }
}

function cells({ firstMs, first, later }: Stalls): string[] {
  const of = ({ longestMs, frameMs, over50 }: Gaps): string[] => [
    formatNumber(longestMs),
    formatNumber(frameMs),
    `${over50}`,
  ];
  return [formatNumber(firstMs), ...of(first), ...of(later)];
}
