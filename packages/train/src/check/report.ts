import type { Finding, Section } from "./check";

/** A line of the report. */
export interface SanityLine extends Finding {
  readonly section: Section;
  readonly name: string;
}

export interface SanityReport {
  /** No check has found a problem; there may be warnings. */
  readonly ok: boolean;
  readonly checks: readonly SanityLine[];
  /** A table of plain text, up to 100 columns wide. */
  toString(): string;
}

const WIDTH = 100;
const VERDICT = 9;
const NAME = 16;
const INDENT = 2;

export function createReport(checks: readonly SanityLine[]): SanityReport {
  return {
    ok: checks.every(({ verdict }) => verdict !== "problem"),
    checks,
    toString: () => format(checks),
  };
}

function format(checks: readonly SanityLine[]): string {
  const lines: string[] = [headline(checks)];
  let section: string | undefined;
  for (const check of checks) {
    if (check.section !== section) lines.push("", (section = check.section));
    lines.push(...linesOf(check));
  }
  return lines.join("\n");
}

function headline(checks: readonly SanityLine[]): string {
  const count = (kind: string): number => checks.filter(({ verdict }) => verdict === kind).length;
  const [problems, warnings] = [count("problem"), count("warning")];
  const number = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`;
  if (problems + warnings === 0) return "sanity check: nothing suspicious";
  return `sanity check: ${number(problems, "problem")}, ${number(warnings, "warning")}`;
}

function linesOf({ verdict, name, finding, hint }: SanityLine): string[] {
  const start = INDENT + VERDICT + NAME;
  const body = wrap(finding, WIDTH - start);
  const advice = hint === undefined ? [] : wrap(`hint: ${hint}`, WIDTH - start);
  return [...body, ...advice].map((text, i) => {
    const head = i === 0 ? `${verdict.padEnd(VERDICT)}${name.padEnd(NAME)}` : "";
    return `${" ".repeat(INDENT)}${head.padEnd(start - INDENT)}${text}`.trimEnd();
  });
}

/** Lines of words; a word that is longer than a line is cut. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  const pieces = text.split(/\s+/).flatMap((word) => word.match(new RegExp(`.{1,${width}}`, "gu")) ?? []);
  for (const piece of pieces) {
    if (line !== "" && line.length + 1 + piece.length > width) {
      lines.push(line);
      line = piece;
    } else line = line === "" ? piece : `${line} ${piece}`;
  }
  return [...lines, line];
}
