const SHOWN = 20;

/** Several problems as one text: as they are when there is one, else a list, which ends after the first 20. */
export function listProblems(problems: readonly string[]): string {
  if (problems.length === 1) return problems[0];
  const rest = problems.length - SHOWN;
  const shown = problems.slice(0, SHOWN).map((problem) => `\n- ${problem}`);
  return `${problems.length} problems:${shown.join("")}${rest > 0 ? `\n- and ${rest} more` : ""}`;
}
